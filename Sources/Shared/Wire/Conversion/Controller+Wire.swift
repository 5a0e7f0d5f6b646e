import Domain
import SwiftProtobuf

extension Decision.Action {
  init(wire: V1Decision.OneOf_Action?) throws(WireError) {
    switch wire {
    case .propose(let action):
      let name = "Decision.Propose"
      self = .propose(
        parameter: try Parameter(action.hasParameter, wire: action.parameter, "\(name).parameter"),
        target: try ParameterValue(wire: action.target, "\(name).target"),
        purpose: try ChangePurpose(action.hasPurpose, wire: action.purpose, "\(name).purpose"))
    case .startExperiment(let action):
      let name = "Decision.StartExperiment"
      self = .startExperiment(
        parameter: try Parameter(action.hasParameter, wire: action.parameter, "\(name).parameter"),
        values: try ParameterValue.list(wire: action.values, "\(name).values"))
    case .raise(let level): self = .raise(try SafetyLevel(wire: level, "Decision.raise"))
    case .hold(let reason): self = .hold(try text(true, reason, "Decision.hold"))
    case .recommend(let action):
      let name = "Decision.Recommend"
      self = .recommend(
        parameter: try Parameter(action.hasParameter, wire: action.parameter, "\(name).parameter"),
        target: try ParameterValue(wire: action.target, "\(name).target"))
    case nil: throw .missing(field: "Decision.action")
    }
  }

  var wire: V1Decision.OneOf_Action {
    switch self {
    case .propose(let parameter, let target, let purpose):
      var action = V1Decision.Propose()
      action.parameter = parameter.wire
      action.target = target.wire
      action.purpose = purpose.wire
      return .propose(action)
    case .startExperiment(let parameter, let values):
      var action = V1Decision.StartExperiment()
      action.parameter = parameter.wire
      action.values = values.map(\.wire)
      return .startExperiment(action)
    case .raise(let level): return .raise(level.wire)
    case .hold(let reason): return .hold(cut(reason))
    case .recommend(let parameter, let target):
      var action = V1Decision.Recommend()
      action.parameter = parameter.wire
      action.target = target.wire
      return .recommend(action)
    }
  }
}

extension Decision {
  init(wire: V1Decision) throws(WireError) {
    self.init(
      number: try count(wire.hasNumber, wire.number, "Decision.number"),
      policy: try text(wire.hasPolicy, wire.policy, "Decision.policy"),
      action: try Action(wire: wire.action),
      trigger: try text(wire.hasTrigger, wire.trigger, "Decision.trigger"))
  }

  var wire: V1Decision {
    var message = V1Decision()
    message.number = number
    message.policy = cut(policy)
    message.action = action.wire
    message.trigger = cut(trigger)
    return message
  }
}

extension ControllerReport {
  init(wire: V1ControllerReport) throws(WireError) {
    let name = "ControllerReport"
    let running: Int64? =
      wire.hasExperimentRunning ? try count(true, wire.experimentRunning, "\(name).experiment_running") : nil
    self.init(
      level: try SafetyLevel(wire.hasLevel, wire: wire.level, "\(name).level"),
      openAlerts: try wire.openAlerts.map { (alert) throws(WireError) in try Alert(wire: alert) },
      changesProposed: try count(wire.hasChangesProposed, wire.changesProposed, "\(name).changes_proposed"),
      changesKept: try count(wire.hasChangesKept, wire.changesKept, "\(name).changes_kept"),
      changesReverted: try count(wire.hasChangesReverted, wire.changesReverted, "\(name).changes_reverted"),
      experimentRunning: running.map { ExperimentID($0) },
      lastDecision: wire.hasLastDecision ? try Decision(wire: wire.lastDecision) : nil)
  }

  var wire: V1ControllerReport {
    get throws(WireError) {
      var message = V1ControllerReport()
      message.level = level.wire
      message.openAlerts = try openAlerts.map { (alert) throws(WireError) in try alert.wire }
      message.changesProposed = Int64(changesProposed)
      message.changesKept = Int64(changesKept)
      message.changesReverted = Int64(changesReverted)
      if let experimentRunning { message.experimentRunning = experimentRunning.number }
      if let lastDecision { message.lastDecision = lastDecision.wire }
      return message
    }
  }
}
