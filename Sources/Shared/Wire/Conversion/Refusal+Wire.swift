import Domain
import SwiftProtobuf

extension Refusal {
  init(wire: V1Refusal) throws(WireError) {
    let name = "Refusal"
    switch wire.rule {
    case .outOfBounds(let rule): self = try Self.outOfBounds(rule)
    case .stepTooLarge(let rule): self = try Self.stepTooLarge(rule)
    case .cooldown(let rule):
      self = .cooldown(
        parameter: try Parameter(rule.hasParameter, wire: rule.parameter, "\(name).Cooldown.parameter"),
        remaining: try count(rule.hasRemainingMs, rule.remainingMs, "\(name).Cooldown.remaining_ms"))
    case .drift(let rule): self = try Self.drift(rule)
    case .staleVersion(let rule):
      self = .staleVersion(
        expected: try version(rule.hasExpected, rule.expected, "\(name).StaleVersion.expected"),
        actual: try version(rule.hasActual, rule.actual, "\(name).StaleVersion.actual"))
    case .staleEpoch(let rule):
      self = .staleEpoch(
        writer: try required(rule.hasWriter, rule.writer, "\(name).StaleEpoch.writer"),
        fence: try required(rule.hasFence, rule.fence, "\(name).StaleEpoch.fence"))
    case .wrongKind(let rule):
      let (parameter, value) = try Self.parameterAndText(rule)
      self = .wrongKind(parameter: parameter, value: value)
    case .unchanged(let rule):
      let (parameter, value) = try Self.parameterAndText(rule)
      self = .unchanged(parameter: parameter, value: value)
    case .withoutEffect(let rule):
      let (parameter, value) = try Self.parameterAndText(rule)
      self = .withoutEffect(parameter: parameter, value: value)
    case .changeInProgress(let rule):
      self = .changeInProgress(
        parameter: try Parameter(rule.hasParameter, wire: rule.parameter, "\(name).ChangeInProgress.parameter"),
        change: ChangeID(try count(rule.hasChange, rule.change, "\(name).ChangeInProgress.change")))
    case .experimentInProgress(let number):
      self = .experimentInProgress(ExperimentID(try count(true, number, "\(name).experiment_in_progress")))
    case .safety(let level): self = .safety(try SafetyLevel(wire: level, "\(name).safety"))
    case .unknownInputs(let inputs): self = .unknownInputs(try text(true, inputs, "\(name).unknown_inputs"))
    case .notAuthorised(let who): self = .notAuthorised(try text(true, who, "\(name).not_authorised"))
    case .unknownChange(let number): self = .unknownChange(ChangeID(number))
    case .unknownTrip(let id): self = .unknownTrip(try text(true, id, "\(name).unknown_trip"))
    case .notVerifiedFlat: self = .notVerifiedFlat
    case .worstCaseRises(let rule):
      self = .worstCaseRises(
        from: try required(rule.hasFrom, rule.from, "\(name).WorstCaseRises.from"),
        to: try required(rule.hasTo, rule.to, "\(name).WorstCaseRises.to"))
    case .needsProof(let parameter):
      self = .needsProof(parameter: try Parameter(wire: parameter, "\(name).needs_proof"))
    case .malformed(let what): self = .malformed(try text(true, what, "\(name).malformed"))
    case .implausible(let rule): self = try Self.implausible(rule)
    case .unavailable(let why): self = .unavailable(try text(true, why, "\(name).unavailable"))
    case .busy(let rule):
      self = .busy(
        queued: try count(rule.hasQueued, rule.queued, "\(name).Busy.queued"),
        limit: try count(rule.hasLimit, rule.limit, "\(name).Busy.limit"))
    case .approvedSince(let rule):
      self = .approvedSince(
        plannedUnder: try count(rule.hasPlannedUnder, rule.plannedUnder, "\(name).ApprovedSince.planned_under"),
        approvals: try count(rule.hasApprovals, rule.approvals, "\(name).ApprovedSince.approvals"))
    case nil: throw .missing(field: "\(name).rule")
    }
  }

  private static func outOfBounds(_ rule: V1Refusal.OutOfBounds) throws(WireError) -> Refusal {
    let name = "Refusal.OutOfBounds"
    return .outOfBounds(
      parameter: try Parameter(rule.hasParameter, wire: rule.parameter, "\(name).parameter"),
      value: try text(rule.hasValue, rule.value, "\(name).value"),
      lowest: try text(rule.hasLowest, rule.lowest, "\(name).lowest"),
      highest: try text(rule.hasHighest, rule.highest, "\(name).highest"))
  }

  private static func stepTooLarge(_ rule: V1Refusal.StepTooLarge) throws(WireError) -> Refusal {
    let name = "Refusal.StepTooLarge"
    return .stepTooLarge(
      parameter: try Parameter(rule.hasParameter, wire: rule.parameter, "\(name).parameter"),
      from: try text(rule.hasFrom, rule.from, "\(name).from"),
      to: try text(rule.hasTo, rule.to, "\(name).to"),
      lowestStep: try text(rule.hasLowestStep, rule.lowestStep, "\(name).lowest_step"),
      highestStep: try text(rule.hasHighestStep, rule.highestStep, "\(name).highest_step"))
  }

  private static func drift(_ rule: V1Refusal.Drift) throws(WireError) -> Refusal {
    let name = "Refusal.Drift"
    return .drift(
      parameter: try Parameter(rule.hasParameter, wire: rule.parameter, "\(name).parameter"),
      value: try text(rule.hasValue, rule.value, "\(name).value"),
      approved: try text(rule.hasApproved, rule.approved, "\(name).approved"),
      lowest: try text(rule.hasLowest, rule.lowest, "\(name).lowest"),
      highest: try text(rule.hasHighest, rule.highest, "\(name).highest"))
  }

  private static func implausible(_ rule: V1Refusal.Implausible) throws(WireError) -> Refusal {
    let name = "Refusal.Implausible"
    return .implausible(
      what: try text(rule.hasWhat, rule.what, "\(name).what"),
      value: try text(rule.hasValue, rule.value, "\(name).value"),
      lowest: try text(rule.hasLowest, rule.lowest, "\(name).lowest"),
      highest: try text(rule.hasHighest, rule.highest, "\(name).highest"))
  }

  private static func parameterAndText(
    _ rule: V1Refusal.ParameterText
  ) throws(WireError) -> (parameter: Parameter, value: String) {
    let name = "Refusal.ParameterText"
    return (
      try Parameter(rule.hasParameter, wire: rule.parameter, "\(name).parameter"),
      try text(rule.hasValue, rule.value, "\(name).value")
    )
  }
}
