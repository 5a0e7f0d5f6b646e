import Domain
import SwiftProtobuf

extension Plans {
  init(wire: V1Plans) throws(WireError) {
    self.init(steps: try wire.steps.map { (step) throws(WireError) in try PlannedStep(wire: step) })
  }

  var wire: V1Plans {
    get throws(WireError) {
      var message = V1Plans()
      message.steps = try steps.map { (step) throws(WireError) in try step.wire }
      return message
    }
  }
}

extension PlannedStep {
  init(wire: V1PlannedStep) throws(WireError) {
    let name = "PlannedStep"
    self.init(
      change: ChangeID(try count(wire.hasChange, wire.change, "\(name).change")),
      parameter: try Parameter(wire.hasParameter, wire: wire.parameter, "\(name).parameter"),
      from: try ParameterValue(wire: wire.from, "\(name).from"),
      next: try ParameterValue(wire: wire.next, "\(name).next"),
      target: try ParameterValue(wire: wire.target, "\(name).target"),
      purpose: try ChangePurpose(wire.hasPurpose, wire: wire.purpose, "\(name).purpose"),
      by: try Origin(wire: wire.by, "\(name).by"),
      reason: try text(wire.hasReason, wire.reason, "\(name).reason"),
      earliest: try MarketTime(wire.hasEarliest, wire: wire.earliest, "\(name).earliest"))
  }

  var wire: V1PlannedStep {
    get throws(WireError) {
      var message = V1PlannedStep()
      message.change = change.number
      message.parameter = parameter.wire
      message.from = from.wire
      message.next = next.wire
      message.target = target.wire
      message.purpose = purpose.wire
      message.by = try by.wire
      message.reason = cut(reason)
      message.earliest = earliest.wire
      return message
    }
  }
}
