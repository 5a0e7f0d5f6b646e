/// The number of a change within its bot, from 1 in order of proposal.
package struct ChangeID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package var number: Int64

  package init(_ number: Int64) {
    self.number = number
  }

  package var description: String { "\(number)" }

  package static func < (left: ChangeID, right: ChangeID) -> Bool {
    left.number < right.number
  }

  package init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}

/// The stage of a change.
package enum ChangeStage: String, Hashable, Sendable, Codable {
  case proposed
  case refused
  case admitted
  /// Waiting for its turn in a plan, or for the trader's answer.
  case staged
  case applied
  case measuring
  case kept
  case reverted
  case inconclusive

  package var isFinal: Bool {
    switch self {
    case .refused, .kept, .reverted, .inconclusive: true
    case .proposed, .admitted, .staged, .applied, .measuring: false
    }
  }
}

/// Why somebody wants a change.
package enum ChangePurpose: String, Hashable, Sendable, Codable {
  /// Lowers the worst case; needs no proof and uses no drift budget.
  case lowerRisk
  /// Back toward the approved value after a risk-lowering change was released.
  case returnToApproved
  /// A person asked.
  case byHand
  /// A policy's remedy, measured and rolled back if it hurts.
  case remedy
  /// An experiment's promoted endpoint.
  case promotion
  /// Undoes a change.
  case rollback
  /// A harmful change planted on purpose to show the rollback.
  case planted
}

/// One parameter moved once, as far as it has come. Every stage publishes the whole record again.
package struct ChangeRecord: Hashable, Sendable, Codable {
  package var id: ChangeID
  package var stage: ChangeStage
  package var parameter: Parameter
  package var from: ParameterValue
  package var to: ParameterValue
  /// Where the plan that this step belongs to wants to arrive; `to` for a plan of one step.
  package var target: ParameterValue
  package var purpose: ChangePurpose
  package var by: Origin
  package var reason: String
  /// The numbers that spoke for it, such as the alert's.
  package var evidence: String
  /// The limits that were checked, each with its numbers, in the order of checking.
  package var checks: [String]
  package var refusal: Refusal?
  /// The configuration version that it made; `nil` until applied.
  package var version: ConfigurationVersion?
  package var proposedAt: MarketTime
  package var appliedAt: MarketTime?
  package var endedAt: MarketTime?
  /// The shadows' verdict, once measured.
  package var measurement: MeasurementReport?
  /// The change that this one undoes.
  package var undoes: ChangeID?
  /// The experiment whose live ramp this change is; `nil` for any other.
  package var ramp: ExperimentID?
  /// Why it ended as it did, where stage and measurement do not say it.
  package var conclusion: String?
  /// Approvals that persons had given when its plan was made. After a later one it may only lower risk.
  package var approvals: Int64

  package init(
    id: ChangeID, stage: ChangeStage, parameter: Parameter, from: ParameterValue, to: ParameterValue,
    target: ParameterValue, purpose: ChangePurpose, by: Origin, reason: String, evidence: String,
    checks: [String] = [], refusal: Refusal? = nil, version: ConfigurationVersion? = nil, proposedAt: MarketTime,
    appliedAt: MarketTime? = nil, endedAt: MarketTime? = nil, measurement: MeasurementReport? = nil,
    undoes: ChangeID? = nil, ramp: ExperimentID? = nil, conclusion: String? = nil, approvals: Int64 = 0
  ) {
    self.id = id
    self.stage = stage
    self.parameter = parameter
    self.from = from
    self.to = to
    self.target = target
    self.purpose = purpose
    self.by = by
    self.reason = reason
    self.evidence = evidence
    self.checks = checks
    self.refusal = refusal
    self.version = version
    self.proposedAt = proposedAt
    self.appliedAt = appliedAt
    self.endedAt = endedAt
    self.measurement = measurement
    self.undoes = undoes
    self.ramp = ramp
    self.conclusion = conclusion
    self.approvals = approvals
  }
}
