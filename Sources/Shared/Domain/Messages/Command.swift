/// Something that one process, or a person, asks of another. The enclosing request carries the id and the deadline.
package enum Command: Hashable, Sendable, Codable {
  /// To the optimizer: move a parameter toward a value, in as many steps as the limits want.
  case propose(Proposal)
  /// To the optimizer: undo one change, or (`nil`) go back to the approved configuration.
  case rollBack(change: ChangeID?, reason: String)
  /// To the optimizer, from a person: give up what is still to come of a change's plan.
  case cancelChange(ChangeID, reason: String)
  /// To the trader, from a person: the present configuration is approved; drift counts from here.
  case approve(reason: String)
  /// To the trader, from the optimizer only.
  case apply(ApplyRequest)
  /// To the trader, from the optimizer only: put the other version of a live ramp in force.
  case switchVersion(VersionSwitch)
  /// To the experimenter: compare candidates with the incumbent.
  case startExperiment(ExperimentRequest)
  case cancelExperiment(ExperimentID, reason: String)
  /// To the trader, from anyone of the same uid.
  case stop(Trip)
  /// To the trader, from a person.
  case rearm(trip: String, reason: String)

  /// The process that it is for.
  package var recipient: Role {
    switch self {
    case .propose, .rollBack, .cancelChange: .optimizer
    case .apply, .switchVersion, .approve, .stop, .rearm: .trader
    case .startExperiment, .cancelExperiment: .experimenter
    }
  }
}

package struct Proposal: Hashable, Sendable, Codable {
  package var parameter: Parameter
  package var target: ParameterValue
  package var purpose: ChangePurpose
  package var reason: String
  package var evidence: String
  /// The experiment whose live ramp the first step shall be; `nil` for any other change.
  package var ramp: ExperimentID?

  package init(
    parameter: Parameter, target: ParameterValue, purpose: ChangePurpose, reason: String, evidence: String,
    ramp: ExperimentID? = nil
  ) {
    self.parameter = parameter
    self.target = target
    self.purpose = purpose
    self.reason = reason
    self.evidence = evidence
    self.ramp = ramp
  }
}

/// Compare-and-set of one parameter at the trader.
package struct ApplyRequest: Hashable, Sendable, Codable {
  package var change: ChangeID
  package var parameter: Parameter
  package var value: ParameterValue
  package var purpose: ChangePurpose
  /// The version that must be in force.
  package var expected: ConfigurationVersion
  /// The writer's epoch; the trader refuses one below the highest that it has seen.
  package var fence: Int64
  /// Whether the resulting configuration becomes the approved one.
  package var approves: Bool
  /// Whether the version before and the one that this makes become a pair between which the writer may switch.
  package var ramps: Bool
  /// Approvals that persons had given when the plan was made. After a later one only less risk is applied.
  package var approvals: Int64

  package init(
    change: ChangeID, parameter: Parameter, value: ParameterValue, purpose: ChangePurpose,
    expected: ConfigurationVersion, fence: Int64, approves: Bool, ramps: Bool = false, approvals: Int64 = 0
  ) {
    self.change = change
    self.parameter = parameter
    self.value = value
    self.purpose = purpose
    self.expected = expected
    self.fence = fence
    self.approves = approves
    self.ramps = ramps
    self.approvals = approvals
  }
}

/// The next turn of a live ramp: which of its two versions opens trades from now on. It is not a new change.
package struct VersionSwitch: Hashable, Sendable, Codable {
  /// The change that made the pair.
  package var change: ChangeID
  /// From 1, rising; the change itself was turn 0. A turn that is not above the last one has been carried out.
  package var turn: Int
  package var version: ConfigurationVersion
  /// The writer's epoch.
  package var fence: Int64

  package init(change: ChangeID, turn: Int, version: ConfigurationVersion, fence: Int64) {
    self.change = change
    self.turn = turn
    self.version = version
    self.fence = fence
  }
}

package struct ExperimentRequest: Hashable, Sendable, Codable {
  package var hypothesis: String
  /// What each candidate has other than the incumbent: one parameter, or several at once.
  package var candidates: [[ParameterSetting]]
  /// Higher goes first.
  package var priority: Int
  /// What stored quotes say of the candidates; `nil` where none were looked at.
  package var replay: ReplayEvidence?

  package init(
    hypothesis: String, candidates: [[ParameterSetting]], priority: Int, replay: ReplayEvidence? = nil
  ) {
    self.hypothesis = hypothesis
    self.candidates = candidates
    self.priority = priority
    self.replay = replay
  }

  /// Candidate values of one parameter.
  package init(hypothesis: String, parameter: Parameter, values: [ParameterValue], priority: Int) {
    self.init(
      hypothesis: hypothesis, candidates: values.map { [ParameterSetting(parameter, $0)] }, priority: priority)
  }
}
