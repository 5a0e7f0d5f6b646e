import Domain
import Foundation
import Safety
import Testing

@testable import sotano

@Suite struct LogMarksTests {
  @Test func `only what was written since counts, and all of a log that was rotated`() throws {
    let stack = try TemporaryStack()
    let path = "\(stack.directory)/logs/trader/current"
    try FileManager.default.createDirectory(
      atPath: "\(stack.directory)/logs/trader", withIntermediateDirectories: true)
    try Data("verified flat\n".utf8).write(to: URL(fileURLWithPath: path))
    let marks = LogMarks(StateDirectory(path: stack.directory))
    #expect(marks.news(of: .trader).isEmpty)
    let log = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try log.seekToEnd()
    try log.write(contentsOf: Data("no such file\n".utf8))
    #expect(marks.news(of: .trader) == "no such file\n")
    try FileManager.default.moveItem(atPath: path, toPath: "\(path).old")
    try Data("anew\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(marks.news(of: .trader) == "anew\n")
    #expect(marks.news(of: .monitor).isEmpty)
  }
}
