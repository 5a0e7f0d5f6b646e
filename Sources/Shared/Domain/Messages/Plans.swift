/// A step that has not been sent yet, of a plan that is on its way.
package struct PlannedStep: Hashable, Sendable, Codable {
  /// The change by which the plan is known and can be cancelled.
  package var change: ChangeID
  package var parameter: Parameter
  package var from: ParameterValue
  package var next: ParameterValue
  /// Where the plan wants to arrive.
  package var target: ParameterValue
  package var purpose: ChangePurpose
  package var by: Origin
  package var reason: String
  /// Trades without harm, or a bot that is not active, can make it later.
  package var earliest: MarketTime

  package init(
    change: ChangeID, parameter: Parameter, from: ParameterValue, next: ParameterValue, target: ParameterValue,
    purpose: ChangePurpose, by: Origin, reason: String, earliest: MarketTime
  ) {
    self.change = change
    self.parameter = parameter
    self.from = from
    self.next = next
    self.target = target
    self.purpose = purpose
    self.by = by
    self.reason = reason
    self.earliest = earliest
  }
}

/// Every step that is to come, one a parameter at most; empty where nothing is planned.
package struct Plans: Hashable, Sendable, Codable {
  package var steps: [PlannedStep]

  package init(steps: [PlannedStep] = []) {
    self.steps = steps
  }
}
