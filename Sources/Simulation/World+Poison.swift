import Domain
import Runtime

extension World {
  /// A request that arrives whole and whose numbers no rule can be asked about. It is retried, as by a client that gets
  /// no answer.
  func sendPoisoned(_ role: Role, _ index: Int) {
    let command = poison(for: role, index)
    trace.note(now, "a poisoned request to the \(role): \(command)")
    let waiting = WaitingCommand(id: "poison-\(index)", command: command, origin: .person("Ana"))
    for attempt in 0..<2 { queue.add(.personCommand(waiting), at: now + Int64(attempt) * 1_000) }
  }

  private func poison(for role: Role, _ index: Int) -> Command {
    let lowest = ParameterValue.pips(Pips(tenths: .min))
    switch (role, index % 3) {
    case (.experimenter, 0):
      return .startExperiment(
        ExperimentRequest(hypothesis: "poison", parameter: .gridSpacing, values: [lowest], priority: 0))
    case (.experimenter, 1): return .cancelExperiment(ExperimentID(.max), reason: "poison")
    case (.experimenter, _):
      return .startExperiment(
        ExperimentRequest(hypothesis: "poison", parameter: .maxPositions, values: [.count(.min)], priority: .min))
    case (.trader, 0): return .stop(Trip(id: "../poison", level: .halted, reason: "", source: "Ana", time: .max))
    case (.trader, _): return .rearm(trip: "", reason: "poison")
    case (_, 0): return .rollBack(change: ChangeID(.max), reason: "poison")
    case (_, 1):
      return .propose(
        Proposal(parameter: .maxPositions, target: .count(.min), purpose: .byHand, reason: "poison", evidence: ""))
    default:
      return .propose(
        Proposal(parameter: .gridSpacing, target: lowest, purpose: .byHand, reason: "poison", evidence: ""))
    }
  }
}
