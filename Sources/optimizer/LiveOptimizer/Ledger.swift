import Domain

/// An applied change as far as undoing it needs it. The whole record is in the journal.
struct AppliedChange: Hashable, Sendable, Codable {
  var id: ChangeID
  var parameter: Parameter
  var from: ParameterValue
  /// Approvals that persons had given when it was applied: after a later one a person has approved it.
  var approvals: Int64
  /// Proven better or not worse.
  var proven = false
}

/// A risk-lowering change in force. It ends with its trades unless its trigger asks again.
struct RiskReduction: Hashable, Sendable, Codable {
  var parameter: Parameter
  var change: ChangeID
  /// Number of closed trades at which it expires.
  var expiresAt: Int
}

/// A value to which a person lowered the risk. It holds until a person changes or approves it.
struct PersonalHold: Hashable, Sendable, Codable {
  var parameter: Parameter
  var value: ParameterValue
  var person: String
}

/// How far the evidence about a measured change has come.
struct MeasuringProgress: Hashable, Sendable, Codable {
  var change: ChangeID
  /// Paired trades by the last report.
  var trades = 0
  /// Open-market time at which they last became more, or of the change.
  var open: Int64
}

/// The experiment that is comparing values of a parameter.
struct RunningExperiment: Hashable, Sendable, Codable {
  var id: ExperimentID
  var parameters: [Parameter]
  var stage: ExperimentReport.Stage
}

/// Open-market times by parameter, in an order of their own so that equal states encode to equal bytes.
struct ChangeTimes: Hashable, Sendable, Codable {
  private var entries: [Entry] = []

  private struct Entry: Hashable, Sendable, Codable {
    var parameter: Parameter
    var open: Int64
  }

  mutating func set(_ parameter: Parameter, open: Int64) {
    entries.removeAll { $0.parameter == parameter }
    entries.append(Entry(parameter: parameter, open: open))
  }

  var byParameter: [Parameter: Int64] {
    Dictionary(entries.map { ($0.parameter, $0.open) }) { _, last in last }
  }
}

/// The last answers, so that a command that comes twice is answered the same way and carried out once.
struct CommandMemory: Hashable, Sendable, Codable {
  private var answers: [Answer] = []
  static let capacity = 128

  private struct Answer: Hashable, Sendable, Codable {
    var id: String
    var refusal: Refusal?
  }

  /// The answer given before, as an effect; `nil` for a new command.
  func answer(to id: String) -> Effect? {
    answers.first { $0.id == id }.map { .answer(id: id, $0.refusal) }
  }

  mutating func remember(_ id: String, _ refusal: Refusal?) -> Effect {
    if answers.count == Self.capacity { answers.removeFirst() }
    answers.append(Answer(id: id, refusal: refusal))
    return .answer(id: id, refusal)
  }
}
