import Domain
import Foundation
import Safety
import Stack
import Testing

@testable import sotano

@Suite struct OpenPositionsTests {
  private let stack: TemporaryStack
  private let directory: StateDirectory

  init() throws {
    stack = try TemporaryStack()
    directory = StateDirectory(path: stack.directory)
  }

  private func line(_ event: String, _ number: Int) -> String {
    #"{"event":"\#(event)","lots":"0.10","order":"grid-\#(number)","price":110000,"side":"buy","stopLoss":109000,"#
      + #""takeProfit":111000,"time":1700000000000}"#
  }

  @Test func `what stays open is named by order, and what is unknown too`() throws {
    let lines = [line("accepted", 20), line("accepted", 21), line("accepted", 22), line("closed", 21)]
    try stack.write(lines.joined(separator: "\n") + "\n", to: "venue.jsonl")
    #expect(
      OpenPositions(directory).leftAlone == "2 positions stay open and nobody watches them: grid-20, grid-22")
    #expect(OpenPositions(directory).glance == "2 positions open by the venue's log: grid-20, grid-22")
    try stack.write((lines + ["junk"]).joined(separator: "\n") + "\n", to: "venue.jsonl")
    #expect(
      OpenPositions(directory).leftAlone
        == "2 positions stay open and nobody watches them: grid-20, grid-22, and something may be open that is not "
        + "known: venue.jsonl is damaged: line 5 cannot be read")
  }

  @Test func `a log without an open position leaves nothing alone, and a damaged one does not say flat`() throws {
    #expect(OpenPositions(directory).leftAlone == nil)
    try stack.write("junk\n", to: "venue.jsonl")
    let leftAlone = try #require(OpenPositions(directory).leftAlone)
    #expect(leftAlone.contains("unknown"))
    #expect(!OpenPositions(directory).isEmpty)
  }

  @Test func `a log that cannot be read is unknown, not flat`() throws {
    try FileManager.default.createDirectory(atPath: directory.venue, withIntermediateDirectories: true)
    #expect(!OpenPositions(directory).isEmpty)
    #expect(OpenPositions(directory).glance.contains("something may be open that is not known"))
  }
}

@Suite struct StatusTextTests {
  private let stack: TemporaryStack
  private let directory: StateDirectory

  init() throws {
    stack = try TemporaryStack()
    directory = StateDirectory(path: stack.directory)
    try directory.prepare()
    try RunPlan().result().manifest.encoded().write(to: URL(fileURLWithPath: "\(stack.directory)/run.json"))
    try stack.write(
      #"{"event":"accepted","lots":"0.10","order":"grid-20","price":110000,"side":"buy","stopLoss":109000,"#
        + #""takeProfit":111000,"time":1700000000000}"# + "\n", to: "venue.jsonl")
  }

  @Test func `a trader that is down is not called active, and what it left open is told`() async throws {
    let status = try await StackStatus(directory)
    #expect(!status.text.contains("active"))
    #expect(status.text.contains("1 position open by the venue's log: grid-20; nobody watches it"))
    #expect(status.open?.orders == ["grid-20"])
    #expect(!status.traderIsHeard)
  }

  @Test func `a trip is told with its time`() async throws {
    try Latch(directory: directory.latch).record(
      Trip(id: "operator-1", level: .halted, reason: "test", source: "Ana", time: 1_700_000_000_000))
    let status = try await StackStatus(directory)
    #expect(status.text.contains("trip operator-1: halted by Ana, 2023-11-14"))
  }

  @Test func `what only stops once halted says that positions stay open, and how to close them`() async throws {
    var status = try await StackStatus(directory)
    (status.level, status.flatten) = ("no stop", "halted")
    #expect(
      status.text.contains("Positions stay open until a stop says halted: `sotano halt --dir \(stack.directory)`"))
    #expect(!status.text.contains("closes what is open"))
    status.flatten = "always"
    #expect(status.text.contains("closes what is open"))
  }

  @Test func `a live trader that is not flat is told with its list`() async throws {
    var status = try await StackStatus(directory)
    status.traderIsHeard = true
    status.open = StackStatus.Open(
      .notFlat(open: [TradeID(20), TradeID(22)], unreachable: false, unknown: 1), bot: "grid")
    #expect(status.text.contains("2 positions open: grid-20, grid-22, and 1 of which nothing is known"))
  }
}
