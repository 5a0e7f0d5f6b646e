import Domain
import SwiftProtobuf

extension Command {
  init(wire: V1Command) throws(WireError) {
    switch wire.command {
    case .propose(let command): self = .propose(try Proposal(wire: command))
    case .rollBack(let command):
      let name = "Command.RollBack"
      self = .rollBack(
        change: command.hasChange ? ChangeID(try count(true, command.change, "\(name).change")) : nil,
        reason: try text(command.hasReason, command.reason, "\(name).reason"))
    case .cancelChange(let command):
      let name = "Command.CancelChange"
      self = .cancelChange(
        ChangeID(try count(command.hasChange, command.change, "\(name).change")),
        reason: try text(command.hasReason, command.reason, "\(name).reason"))
    case .approve(let command):
      self = .approve(reason: try text(command.hasReason, command.reason, "Command.Approve.reason"))
    case .apply(let command): self = .apply(try ApplyRequest(wire: command))
    case .switchVersion(let command): self = .switchVersion(try VersionSwitch(wire: command))
    case .startExperiment(let command): self = .startExperiment(try ExperimentRequest(wire: command))
    case .cancelExperiment(let command):
      let name = "Command.CancelExperiment"
      self = .cancelExperiment(
        ExperimentID(try count(command.hasExperiment, command.experiment, "\(name).experiment")),
        reason: try text(command.hasReason, command.reason, "\(name).reason"))
    case .stop(let trip): self = .stop(try Trip(wire: trip))
    case .rearm(let command):
      self = .rearm(
        trip: try identifier(command.hasTrip, command.trip, "Command.Rearm.trip"),
        reason: try text(command.hasReason, command.reason, "Command.Rearm.reason"))
    case nil: throw .missing(field: "Command.command")
    }
  }

  var wire: V1Command {
    get throws(WireError) {
      var message = V1Command()
      switch self {
      case .propose(let proposal): message.propose = proposal.wire
      case .rollBack(let change, let reason):
        var command = V1Command.RollBack()
        if let change { command.change = change.number }
        command.reason = cut(reason)
        message.rollBack = command
      case .cancelChange(let change, let reason):
        var command = V1Command.CancelChange()
        command.change = change.number
        command.reason = cut(reason)
        message.cancelChange = command
      case .approve(let reason):
        var command = V1Command.Approve()
        command.reason = cut(reason)
        message.approve = command
      case .apply(let request): message.apply = request.wire
      case .switchVersion(let request): message.switchVersion = request.wire
      case .startExperiment(let request): message.startExperiment = request.wire
      case .cancelExperiment(let experiment, let reason):
        var command = V1Command.CancelExperiment()
        command.experiment = experiment.number
        command.reason = cut(reason)
        message.cancelExperiment = command
      case .stop(let trip): message.stop = try trip.wire
      case .rearm(let trip, let reason):
        var command = V1Command.Rearm()
        command.trip = try identifier(trip, "Command.Rearm.trip")
        command.reason = cut(reason)
        message.rearm = command
      }
      return message
    }
  }
}

extension Proposal {
  init(wire: V1Command.Propose) throws(WireError) {
    let name = "Command.Propose"
    self.init(
      parameter: try Parameter(wire.hasParameter, wire: wire.parameter, "\(name).parameter"),
      target: try ParameterValue(wire: wire.target, "\(name).target"),
      purpose: try ChangePurpose(wire.hasPurpose, wire: wire.purpose, "\(name).purpose"),
      reason: try text(wire.hasReason, wire.reason, "\(name).reason"),
      evidence: try text(wire.hasEvidence, wire.evidence, "\(name).evidence"),
      ramp: wire.hasRamp ? ExperimentID(try count(true, wire.ramp, "\(name).ramp")) : nil)
  }

  var wire: V1Command.Propose {
    var message = V1Command.Propose()
    message.parameter = parameter.wire
    message.target = target.wire
    message.purpose = purpose.wire
    message.reason = cut(reason)
    message.evidence = cut(evidence)
    if let ramp { message.ramp = ramp.number }
    return message
  }
}

extension ApplyRequest {
  init(wire: V1Command.Apply) throws(WireError) {
    let name = "Command.Apply"
    self.init(
      change: ChangeID(try count(wire.hasChange, wire.change, "\(name).change")),
      parameter: try Parameter(wire.hasParameter, wire: wire.parameter, "\(name).parameter"),
      value: try ParameterValue(wire: wire.value, "\(name).value"),
      purpose: try ChangePurpose(wire.hasPurpose, wire: wire.purpose, "\(name).purpose"),
      expected: try version(wire.hasExpectedVersion, wire.expectedVersion, "\(name).expected_version"),
      fence: try count(wire.hasFence, wire.fence, "\(name).fence"),
      approves: try required(wire.hasApproves, wire.approves, "\(name).approves"),
      ramps: wire.ramps,
      approvals: try count(true, wire.approvals, "\(name).approvals"))
  }

  var wire: V1Command.Apply {
    var message = V1Command.Apply()
    message.change = change.number
    message.parameter = parameter.wire
    message.value = value.wire
    message.purpose = purpose.wire
    message.expectedVersion = expected.number
    message.fence = fence
    message.approves = approves
    message.ramps = ramps
    if approvals != 0 { message.approvals = approvals }
    return message
  }
}

extension VersionSwitch {
  init(wire: V1Command.SwitchVersion) throws(WireError) {
    let name = "Command.SwitchVersion"
    self.init(
      change: ChangeID(try count(wire.hasChange, wire.change, "\(name).change")),
      turn: try count(wire.hasTurn, wire.turn, "\(name).turn"),
      version: try Wire.version(wire.hasVersion, wire.version, "\(name).version"),
      fence: try count(wire.hasFence, wire.fence, "\(name).fence"))
  }

  var wire: V1Command.SwitchVersion {
    var message = V1Command.SwitchVersion()
    message.change = change.number
    message.turn = Int64(turn)
    message.version = version.number
    message.fence = fence
    return message
  }
}
