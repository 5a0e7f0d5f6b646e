import Domain

/// One parameter on its way to a value, one legal step after another. There is at most one plan a parameter.
struct ChangePlan: Hashable, Sendable, Codable {
  var parameter: Parameter
  var target: ParameterValue
  var purpose: ChangePurpose
  var by: Origin
  var reason: String
  var evidence: String
  /// Approvals that persons had given when it was made. After a later one it may only lower risk.
  var approvals: Int64
  var madeAt: MarketTime
  /// The change that a rollback undoes.
  var undoes: ChangeID?
  /// The reduction that a return is the end of.
  var endsReduction: ChangeID?
  /// The experiment whose live ramp the first step is.
  var ramp: ExperimentID?
  /// The step that is admitted or sent and has no answer yet.
  var pending: ChangeID?
  /// The last step that the trader applied.
  var last: ChangeID?
  /// Every step that was admitted.
  var steps: [ChangeID] = []
  /// Open-market time of the last applied step; `nil` before the first.
  var lastApplied: Int64?
  /// Open-market time before which a refused step is not tried again.
  var notBefore: Int64 = .min
  /// Paired trades that the last step's measurement has reached without harm.
  var harmlessTrades = 0
  /// Whether the last step was proven better or not worse.
  var lastKept = false

  /// Any number by which a person may ask for the plan.
  var name: ChangeID? { pending ?? last ?? undoes ?? endsReduction ?? steps.last }

  func isKnown(as change: ChangeID) -> Bool {
    steps.contains(change) || (steps.isEmpty && (undoes == change || endsReduction == change))
  }

  /// Whether a person wants less risk, which waits for nothing but the trader's answer to the step before.
  var isPersonalReduction: Bool { purpose == .lowerRisk && by.isPerson }

  /// The record of its next step.
  func record(_ id: ChangeID, from: ParameterValue, to: ParameterValue, at time: MarketTime) -> ChangeRecord {
    ChangeRecord(
      id: id, stage: .proposed, parameter: parameter, from: from, to: to, target: target, purpose: purpose, by: by,
      reason: reason, evidence: evidence, proposedAt: time, undoes: undoes, ramp: lastApplied == nil ? ramp : nil,
      approvals: approvals)
  }
}

extension ChangePlan {
  /// A return or rollback to a value, under what the trader has published by now.
  static func rollback(
    of parameter: Parameter, to value: ParameterValue, undoes change: ChangeID?, by origin: Origin, reason: String,
    evidence: String, _ turn: Reaction
  ) -> ChangePlan {
    ChangePlan(
      parameter: parameter, target: value, purpose: .rollback, by: origin, reason: reason, evidence: evidence,
      approvals: turn.trader.inForce?.approvals ?? 0, madeAt: turn.time, undoes: change)
  }
}

extension ChangeRecord {
  var isPersonalReduction: Bool { purpose == .lowerRisk && by.isPerson }
}

extension Origin {
  var isPerson: Bool {
    switch self {
    case .person: true
    case .role: false
    }
  }

  /// Whether it may have parameters moved.
  var mayDecide: Bool {
    switch self {
    case .person, .role(.controller): true
    case .role: false
    }
  }
}

extension ChangePurpose {
  /// Whether shadows must speak about the change. What lowers risk, returns or undoes needs no proof.
  var isMeasured: Bool {
    switch self {
    case .byHand, .remedy, .promotion, .planted: true
    case .lowerRisk, .returnToApproved, .rollback: false
    }
  }
}
