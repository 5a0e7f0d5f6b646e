import Domain
import Foundation
import Safety
import Testing

@Suite struct LatchWatchTests {
  let state: TemporaryState
  let latch: Latch

  init() throws {
    state = try TemporaryState()
    latch = Latch(directory: state.latch)
  }

  private func halt(_ number: Int) -> Trip {
    Trip(id: "m-\(number)", level: .halted, reason: "", source: "monitor", time: Int64(number))
  }

  @Test func `the first check after a trip was recorded sees it, every time`() throws {
    let watch = LatchWatch(latch)
    for number in 0..<500 {
      #expect(watch.check().level == .active)
      try latch.record(halt(number))
      #expect(watch.check().level == .halted, "trip \(number)")
      try latch.archive("m-\(number)")
    }
  }

  @Test func `the check sees a file that was put there by hand or written over in place`() throws {
    let watch = LatchWatch(latch)
    #expect(FileManager.default.createFile(atPath: "\(state.latch)/stop", contents: nil))
    #expect(watch.check().level == .halted)
    try latch.archive(Latch.foreignID(ofFile: "stop"))
    #expect(watch.check().level == .active)
    try latch.record(Trip(id: "a", level: .frozen, reason: "", source: "", time: 0))
    #expect(watch.check().level == .frozen)
    let file = try #require(FileHandle(forWritingAtPath: "\(state.latch)/a.trip"))
    try file.truncate(atOffset: 5)
    #expect(watch.check().level == .halted)
  }

  @Test func `a trip from before the watch began is seen`() throws {
    try latch.record(halt(1))
    #expect(LatchWatch(latch).check().trips == [halt(1)])
  }

  @Test func `every check of an unchanged latch says the same`() throws {
    let watch = LatchWatch(latch)
    try latch.record(halt(1))
    let first = watch.check()
    for _ in 0..<1_000 { #expect(watch.check() == first) }
  }

  @Test func `a latch that is removed or replaced is a halt`() throws {
    let watch = LatchWatch(latch)
    try FileManager.default.moveItem(atPath: state.latch, toPath: state.latch + "-away")
    #expect(watch.check().level == .halted)
    try FileManager.default.createDirectory(atPath: state.latch, withIntermediateDirectories: false)
    #expect(watch.check().level == .halted)
  }

  @Test func `a watch on nothing is a halt`() {
    #expect(LatchWatch(Latch(directory: "/tmp/there-is-no-such-latch")).check().level == .halted)
  }
}
