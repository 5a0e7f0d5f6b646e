import Domain
import Runtime
import Testing

struct OutboxTests {
  private func propose(_ id: String) -> OutgoingCommand {
    OutgoingCommand(
      id: id,
      .propose(
        Proposal(parameter: .maxPositions, target: .count(3), purpose: .byHand, reason: "a test", evidence: "")))
  }

  private func stop(_ id: String) -> OutgoingCommand {
    OutgoingCommand(
      id: id, .stop(Trip(id: id, level: .halted, reason: "a test", source: "controller", time: 0)))
  }

  private func approve(_ id: String) -> OutgoingCommand {
    OutgoingCommand(id: id, .approve(reason: "a test"))
  }

  /// What is sent at each of `times`, where what stands beside a time was acknowledged just before.
  private func sent(_ outbox: Outbox, _ times: [(Int64, acknowledged: [String])]) -> [[String]] {
    var outbox = outbox
    return times.map { now, acknowledged in
      for id in acknowledged { _ = outbox.settle(id) }
      return outbox.due(now: now).map(\.id)
    }
  }

  @Test func `a receiver gets the next when it has acknowledged the one before`() {
    var outbox = Outbox([propose("1")])
    outbox.add(propose("2"))
    let sent = sent(outbox, [(0, []), (499, []), (500, []), (501, ["1"]), (1_500, ["2"])])
    #expect(sent == [["1"], [], ["1"], ["2"], []])
  }

  @Test func `receivers do not wait for each other`() {
    let outbox = Outbox([propose("1"), approve("2"), propose("3"), approve("4")])
    #expect(sent(outbox, [(0, []), (1, ["2"])]) == [["1", "2"], ["4"]])
  }

  @Test func `a stop waits for nothing and holds nothing up`() {
    let outbox = Outbox([approve("1"), stop("2"), stop("3"), approve("4")])
    #expect(sent(outbox, [(0, []), (1, ["1"])]) == [["1", "2", "3"], ["4"]])
  }
}
