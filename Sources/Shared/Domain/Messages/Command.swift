/// Something that one process, or a person, asks of another. The enclosing request carries the id and the deadline.
package enum Command: Hashable, Sendable, Codable {
  /// To the optimizer: move a parameter toward a value, in as many steps as the limits want.
  case propose(Proposal)
  /// To the optimizer: undo one change, or (`nil`) go back to the approved configuration.
  case rollBack(change: ChangeID?, reason: String)
  /// To the trader, from a person: the present configuration is approved; drift counts from here.
  case approve(reason: String)
  /// To the trader, from the optimizer only.
  case apply(ApplyRequest)
  /// To the experimenter: compare candidate values of one parameter with the incumbent.
  case startExperiment(ExperimentRequest)
  case cancelExperiment(ExperimentID, reason: String)
  /// To the trader, from anyone of the same uid.
  case stop(Trip)
  /// To the trader, from a person.
  case rearm(trip: String, reason: String)

  /// The process that it is for.
  package var recipient: Role {
    switch self {
    case .propose, .rollBack: .optimizer
    case .apply, .approve, .stop, .rearm: .trader
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

  package init(
    parameter: Parameter, target: ParameterValue, purpose: ChangePurpose, reason: String, evidence: String
  ) {
    self.parameter = parameter
    self.target = target
    self.purpose = purpose
    self.reason = reason
    self.evidence = evidence
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

  package init(
    change: ChangeID, parameter: Parameter, value: ParameterValue, purpose: ChangePurpose,
    expected: ConfigurationVersion, fence: Int64, approves: Bool
  ) {
    self.change = change
    self.parameter = parameter
    self.value = value
    self.purpose = purpose
    self.expected = expected
    self.fence = fence
    self.approves = approves
  }
}

package struct ExperimentRequest: Hashable, Sendable, Codable {
  package var hypothesis: String
  package var parameter: Parameter
  package var values: [ParameterValue]
  package var priority: Int

  package init(hypothesis: String, parameter: Parameter, values: [ParameterValue], priority: Int) {
    self.hypothesis = hypothesis
    self.parameter = parameter
    self.values = values
    self.priority = priority
  }
}
