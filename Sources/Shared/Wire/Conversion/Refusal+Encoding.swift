import Domain
import SwiftProtobuf

extension Refusal {
  var wire: V1Refusal {
    var message = V1Refusal()
    message.rule = rule
    return message
  }

  private var rule: V1Refusal.OneOf_Rule {
    switch self {
    case .outOfBounds(let parameter, let value, let lowest, let highest):
      var rule = V1Refusal.OutOfBounds()
      rule.parameter = parameter.wire
      rule.value = cut(value)
      rule.lowest = cut(lowest)
      rule.highest = cut(highest)
      return .outOfBounds(rule)
    case .stepTooLarge(let parameter, let from, let to, let lowestStep, let highestStep):
      var rule = V1Refusal.StepTooLarge()
      rule.parameter = parameter.wire
      rule.from = cut(from)
      rule.to = cut(to)
      rule.lowestStep = cut(lowestStep)
      rule.highestStep = cut(highestStep)
      return .stepTooLarge(rule)
    case .cooldown(let parameter, let remaining):
      var rule = V1Refusal.Cooldown()
      rule.parameter = parameter.wire
      rule.remainingMs = remaining
      return .cooldown(rule)
    case .drift(let parameter, let value, let approved, let lowest, let highest):
      var rule = V1Refusal.Drift()
      rule.parameter = parameter.wire
      rule.value = cut(value)
      rule.approved = cut(approved)
      rule.lowest = cut(lowest)
      rule.highest = cut(highest)
      return .drift(rule)
    case .staleVersion(let expected, let actual):
      var rule = V1Refusal.StaleVersion()
      rule.expected = expected.number
      rule.actual = actual.number
      return .staleVersion(rule)
    case .staleEpoch(let writer, let fence):
      var rule = V1Refusal.StaleEpoch()
      rule.writer = writer
      rule.fence = fence
      return .staleEpoch(rule)
    case .wrongKind(let parameter, let value): return .wrongKind(parameterText(parameter, value))
    case .unchanged(let parameter, let value): return .unchanged(parameterText(parameter, value))
    case .withoutEffect(let parameter, let value): return .withoutEffect(parameterText(parameter, value))
    case .changeInProgress(let parameter, let change):
      var rule = V1Refusal.ChangeInProgress()
      rule.parameter = parameter.wire
      rule.change = change.number
      return .changeInProgress(rule)
    case .experimentInProgress(let experiment): return .experimentInProgress(experiment.number)
    case .safety(let level): return .safety(level.wire)
    case .unknownInputs(let inputs): return .unknownInputs(cut(inputs))
    case .notAuthorised(let who): return .notAuthorised(cut(who))
    case .unknownChange(let change): return .unknownChange(change.number)
    case .unknownTrip(let trip): return .unknownTrip(cut(trip))
    case .notVerifiedFlat: return .notVerifiedFlat(V1Refusal.NotVerifiedFlat())
    case .worstCaseRises(let from, let to):
      var rule = V1Refusal.WorstCaseRises()
      rule.from = from
      rule.to = to
      return .worstCaseRises(rule)
    case .needsProof(let parameter): return .needsProof(parameter.wire)
    case .malformed(let what): return .malformed(cut(what))
    case .implausible(let what, let value, let lowest, let highest):
      var rule = V1Refusal.Implausible()
      rule.what = cut(what)
      rule.value = cut(value)
      rule.lowest = cut(lowest)
      rule.highest = cut(highest)
      return .implausible(rule)
    case .unavailable(let why): return .unavailable(cut(why))
    case .busy(let queued, let limit):
      var rule = V1Refusal.Busy()
      rule.queued = queued
      rule.limit = limit
      return .busy(rule)
    case .approvedSince(let plannedUnder, let approvals):
      var rule = V1Refusal.ApprovedSince()
      rule.plannedUnder = plannedUnder
      rule.approvals = approvals
      return .approvedSince(rule)
    }
  }

  private func parameterText(_ parameter: Parameter, _ value: String) -> V1Refusal.ParameterText {
    var rule = V1Refusal.ParameterText()
    rule.parameter = parameter.wire
    rule.value = cut(value)
    return rule
  }
}
