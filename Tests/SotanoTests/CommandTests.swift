import Domain
import Foundation
import Safety
import Stack
import Testing

@testable import sotano

/// The built program: codes, sentences and what it leaves behind.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: Checkout.sotano), "needs the built sotano"))
struct CommandTests {
  private let stack: TemporaryStack

  init() throws {
    stack = try TemporaryStack()
  }

  private func sotano(_ arguments: String...) async throws -> Ending {
    try await Ending.of(Checkout.sotano, arguments, ["SOTANO_LIBEXEC": "\(Checkout.root)/deploy"])
  }

  @Test func `a halt of a directory that is no stack's stops nothing, says so, and leaves nothing there`() async throws
  {
    try stack.write("", to: "marker")
    let ending = try await sotano("halt", "--dir", stack.directory, "--json")
    #expect(ending.code == 66, "\(ending.complaint)")
    #expect(ending.output == "")
    #expect(ending.complaint.contains("NOT STOPPED: nothing has ever run in \(stack.directory)"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: stack.directory) == ["marker"])
  }

  @Test func `a halt where nothing ever ran but a latch is, is latched, and says that it may be the wrong place`()
    async throws
  {
    try FileManager.default.createDirectory(atPath: "\(stack.directory)/latch", withIntermediateDirectories: true)
    let ending = try await sotano("halt", "--dir", stack.directory, "--reason", "test", "--by", "Ana")
    #expect(ending.code == 66, "\(ending.complaint)")
    #expect(ending.complaint.contains("nothing has ever run in \(stack.directory)"))
    let reading = Latch(directory: "\(stack.directory)/latch").read()
    #expect(reading.level == .halted)
    #expect(reading.trips.map(\.source) == ["Ana"])
    let trip = try #require(reading.trips.first).id
    #expect(ending.output.contains("sotano rearm --dir \(stack.directory) --trip \(trip) "))
    #expect(reading.unreadable.isEmpty)
  }

  @Test func `a halt of a stack that is not there ends with 66`() async throws {
    let ending = try await sotano("halt", "--dir", "\(stack.path)/none", "--reason", "test")
    #expect(ending.code == 66)
    #expect(ending.complaint.contains("--dir"))
    #expect(!FileManager.default.fileExists(atPath: "\(stack.path)/none"))
  }

  @Test(
    arguments: [
      ["set", "gridSpacing", "22"], ["rollback", "--by", "A", "--reason", "b"],
      ["rearm", "--by", "A", "--reason", "b"], ["halt", "--reason", "a", "--level", "off"],
      ["up", "--wait", "--watch"], ["up", "--minutes", "0"], ["tap", "two words"], ["nonsense"],
    ])
  func `a wrong call ends with 64`(arguments: [String]) async throws {
    #expect(try await Ending.of(Checkout.sotano, arguments).code == 64)
  }

  @Test func `a command for a stack that never ran says how to start one`() async throws {
    for command in [["status"], ["tap", "--timeout", "1"], ["approve", "--by", "A", "--reason", "b"]] {
      let ending = try await Ending.of(Checkout.sotano, command + ["--dir", stack.directory])
      #expect(ending.code == 66)
      #expect(ending.complaint.contains("sotano up"))
    }
  }

  @Test func `down where nothing runs is no error`() async throws {
    let ending = try await sotano("down", "--dir", stack.directory)
    #expect(ending.code == 0)
    #expect(ending.output.contains("nothing runs"))
  }

  @Test func `down names what stays open`() async throws {
    try stack.write(
      #"{"event":"accepted","lots":"0.10","order":"grid-20","price":110000,"side":"buy","stopLoss":109000,"#
        + #""takeProfit":111000,"time":1700000000000}"# + "\n", to: "venue.jsonl")
    let ending = try await sotano("down", "--dir", stack.directory)
    #expect(ending.code == 0)
    #expect(ending.output.contains("1 position stays open and nobody watches it: grid-20"))
  }

  @Test func `another run is refused with what the stored one is, and with the line that goes on with it`() async throws
  {
    try FileManager.default.createDirectory(
      atPath: "\(stack.directory)/journals", withIntermediateDirectories: true)
    try stack.write("", to: "journals/trader.sqlite")
    try RunPlan(pace: "60").result().manifest.encoded().write(to: URL(fileURLWithPath: "\(stack.directory)/run.json"))
    let ending = try await sotano("up", "--dir", stack.directory, "--pace", "max", "--seed", "7")
    #expect(ending.code == 75, "\(ending.complaint)")
    #expect(ending.complaint.contains("pace 60, not max"))
    #expect(ending.complaint.contains("`sotano up --dir \(stack.directory)` goes on with it as before"))
  }

  @Test func `a call that describes no run is about the one that the directory has`() async throws {
    var stored = try RunPlan(pace: "60", seed: 9).result().manifest
    stored.feed = .files(["\(stack.path)/gone.csv"], spread: nil, strict: false)
    try stack.write("", to: "marker")
    try stored.encoded().write(to: URL(fileURLWithPath: "\(stack.directory)/run.json"))
    let ending = try await sotano("up", "--dir", stack.directory)
    #expect(ending.code == 66, "\(ending.complaint)")
    #expect(ending.complaint.contains("gone.csv, which the run is about, is missing"))
  }

  @Test(.enabled(if: getuid() == 0, "needs the right to give a directory away"))
  func `another user's stack is not looked into`() async throws {
    try stack.write("", to: "marker")
    #expect(chown(stack.directory, 65_534, 65_534) == 0)
    let ending = try await sotano("status", "--dir", stack.directory)
    #expect(ending.code == 77, "\(ending.complaint)")
    #expect(ending.complaint.contains("belongs to user nobody"))
  }

  @Test func `a drill on a stack that is down ends at once`() async throws {
    try stack.write("", to: "marker")
    let ending = try await sotano("drill", "--dir", stack.directory, "--yes")
    #expect(ending.code == 69, "\(ending.complaint)")
    #expect(ending.complaint.contains("`sotano up --dir \(stack.directory)` starts it"))
  }

  @Test func `a link to a directory is the directory`() throws {
    try stack.write("", to: "marker")
    let link = "\(stack.path)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: stack.directory)
    #expect(StateOptions.settled(StateDirectory(path: link)).path == stack.directory)
    #expect(StateOptions.settled(StateDirectory(path: "\(stack.path)/none")).path == "\(stack.path)/none")
  }

  @Test func `the configuration in force reads back as itself`() async throws {
    let ending = try await sotano("up", "--check-config", "--set", "gridSpacing=22")
    #expect(ending.code == 0)
    let path = "\(stack.path)/c.yaml"
    try ending.output.write(toFile: path, atomically: true, encoding: .utf8)
    let again = try await sotano("up", "--check-config", "--config", path)
    #expect(again.code == 0, "\(again.complaint)")
    #expect(again.output.contains("#   gridSpacing: 22"))
  }
}
