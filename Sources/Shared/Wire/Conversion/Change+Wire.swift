import Domain
import SwiftProtobuf

extension ChangeRecord {
  init(wire: V1ChangeRecord) throws(WireError) {
    let name = "ChangeRecord"
    self.init(
      id: ChangeID(try count(wire.hasID, wire.id, "\(name).id")),
      stage: try ChangeStage(wire.hasStage, wire: wire.stage, "\(name).stage"),
      parameter: try Parameter(wire.hasParameter, wire: wire.parameter, "\(name).parameter"),
      from: try ParameterValue(wire: wire.from, "\(name).from"),
      to: try ParameterValue(wire: wire.to, "\(name).to"),
      target: try ParameterValue(wire: wire.target, "\(name).target"),
      purpose: try ChangePurpose(wire.hasPurpose, wire: wire.purpose, "\(name).purpose"),
      by: try Origin(wire: wire.by, "\(name).by"),
      reason: try text(wire.hasReason, wire.reason, "\(name).reason"),
      evidence: try text(wire.hasEvidence, wire.evidence, "\(name).evidence"),
      checks: try wire.checks.map { (check) throws(WireError) in try text(true, check, "\(name).checks") },
      refusal: wire.hasRefusal ? try Refusal(wire: wire.refusal) : nil,
      version: wire.hasVersion ? try Wire.version(true, wire.version, "\(name).version") : nil,
      proposedAt: try MarketTime(wire.hasProposedAt, wire: wire.proposedAt, "\(name).proposed_at"),
      appliedAt: wire.hasAppliedAt ? try MarketTime(wire: wire.appliedAt, "\(name).applied_at") : nil,
      endedAt: wire.hasEndedAt ? try MarketTime(wire: wire.endedAt, "\(name).ended_at") : nil,
      measurement: wire.hasMeasurement ? try MeasurementReport(wire: wire.measurement) : nil,
      undoes: wire.hasUndoes ? ChangeID(try count(true, wire.undoes, "\(name).undoes")) : nil,
      ramp: wire.hasRamp ? ExperimentID(try count(true, wire.ramp, "\(name).ramp")) : nil,
      conclusion: wire.hasConclusion ? try text(true, wire.conclusion, "\(name).conclusion") : nil,
      approvals: try count(true, wire.approvals, "\(name).approvals"))
  }

  var wire: V1ChangeRecord {
    get throws(WireError) {
      var message = V1ChangeRecord()
      message.id = id.number
      message.stage = stage.wire
      message.parameter = parameter.wire
      message.from = from.wire
      message.to = to.wire
      message.target = target.wire
      message.purpose = purpose.wire
      message.by = try by.wire
      message.reason = cut(reason)
      message.evidence = cut(evidence)
      message.checks = checks.map(cut)
      if let refusal { message.refusal = refusal.wire }
      if let version { message.version = version.number }
      message.proposedAt = proposedAt.wire
      if let appliedAt { message.appliedAt = appliedAt.wire }
      if let endedAt { message.endedAt = endedAt.wire }
      if let measurement { message.measurement = try measurement.wire }
      if let undoes { message.undoes = undoes.number }
      if let ramp { message.ramp = ramp.number }
      if let conclusion { message.conclusion = cut(conclusion) }
      if approvals != 0 { message.approvals = approvals }
      return message
    }
  }
}

extension ConfigurationApplied {
  init(wire: V1ConfigurationApplied) throws(WireError) {
    let name = "ConfigurationApplied"
    self.init(
      version: try Wire.version(wire.hasVersion, wire.version, "\(name).version"),
      configuration: try Configuration(
        wire: required(wire.hasConfiguration, wire.configuration, "\(name).configuration")),
      approved: try Configuration(wire: required(wire.hasApproved, wire.approved, "\(name).approved")),
      change: wire.hasChange ? ChangeID(try count(true, wire.change, "\(name).change")) : nil,
      turn: wire.hasTurn ? try count(true, wire.turn, "\(name).turn") : nil,
      approvals: try count(true, wire.approvals, "\(name).approvals"))
  }

  var wire: V1ConfigurationApplied {
    var message = V1ConfigurationApplied()
    message.version = version.number
    message.configuration = configuration.wire
    message.approved = approved.wire
    if let change { message.change = change.number }
    if let turn { message.turn = Int64(turn) }
    if approvals != 0 { message.approvals = approvals }
    return message
  }
}

extension ConfigurationRefused {
  init(wire: V1ConfigurationRefused) throws(WireError) {
    self.init(
      change: ChangeID(try count(wire.hasChange, wire.change, "ConfigurationRefused.change")),
      refusal: try Refusal(wire: required(wire.hasRefusal, wire.refusal, "ConfigurationRefused.refusal")))
  }

  var wire: V1ConfigurationRefused {
    var message = V1ConfigurationRefused()
    message.change = change.number
    message.refusal = refusal.wire
    return message
  }
}
