/// What a policy decided and why.
package struct Decision: Hashable, Sendable, Codable {
  package enum Action: Hashable, Sendable, Codable {
    case propose(parameter: Parameter, target: ParameterValue, purpose: ChangePurpose)
    case startExperiment(parameter: Parameter, values: [ParameterValue])
    case raise(SafetyLevel)
    /// Seen and left alone, with the reason.
    case hold(String)
    /// The autonomy setting leaves it to a person.
    case recommend(parameter: Parameter, target: ParameterValue)
  }

  /// From 1 within the bot.
  package var number: Int64
  package var policy: String
  package var action: Action
  /// The alert or verdict that led to it, with its numbers.
  package var trigger: String

  package init(number: Int64, policy: String, action: Action, trigger: String) {
    self.number = number
    self.policy = policy
    self.action = action
    self.trigger = trigger
  }
}

/// The state of the whole in a few numbers, for people.
package struct ControllerReport: Hashable, Sendable, Codable {
  package var level: SafetyLevel
  package var openAlerts: [Alert]
  package var changesProposed: Int
  package var changesKept: Int
  package var changesReverted: Int
  package var experimentRunning: ExperimentID?
  package var lastDecision: Decision?

  package init(
    level: SafetyLevel, openAlerts: [Alert], changesProposed: Int, changesKept: Int, changesReverted: Int,
    experimentRunning: ExperimentID?, lastDecision: Decision?
  ) {
    self.level = level
    self.openAlerts = openAlerts
    self.changesProposed = changesProposed
    self.changesKept = changesKept
    self.changesReverted = changesReverted
    self.experimentRunning = experimentRunning
    self.lastDecision = lastDecision
  }
}
