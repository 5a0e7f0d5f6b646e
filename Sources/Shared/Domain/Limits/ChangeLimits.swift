/// The limits of one change, as every route must keep them: bounds, step, drift, cooldown, safety level.
///
/// The optimizer checks before it sends and the trader checks again before it applies, each with its own knowledge of
/// the present. All sums are of whole quanta (see `ParameterValue.quanta`), so that both reach the same answer.
package struct ChangeLimits: Hashable, Sendable {
  package var rules: ParameterRules
  package var current: Configuration
  /// The last configuration that a person approved.
  package var approved: Configuration
  /// Open-market milliseconds of each parameter's last change; a parameter that never changed is absent.
  package var lastChanged: [Parameter: Int64]
  package var safety: SafetyLevel

  package init(
    rules: ParameterRules, current: Configuration, approved: Configuration, lastChanged: [Parameter: Int64],
    safety: SafetyLevel
  ) {
    self.rules = rules
    self.current = current
    self.approved = approved
    self.lastChanged = lastChanged
    self.safety = safety
  }

  /// Whether `value` may be set now, in one change.
  ///
  /// - Returns: what was checked, a sentence each with its numbers, or the first rule that is against it.
  package func check(
    _ parameter: Parameter, to value: ParameterValue, purpose: ChangePurpose, now: MarketTime
  ) -> Result<[String], Refusal> {
    Result { () throws(Refusal) in
      let risk = try direction(parameter, to: value, purpose: purpose)
      return [
        try checkSafety(),
        boundsSentence(parameter, value),
        riskSentence(parameter, value, risk),
        try checkStep(parameter, value, purpose, risk),
        try checkDrift(parameter, value, risk),
        try checkCooldown(parameter, purpose, now),
      ]
    }
  }

  /// Whether a plan may aim at `target`, however many steps that takes: kind, bounds, purpose and drift.
  ///
  /// Step and cooldown belong to each step and are left to `check`.
  package func checkTarget(
    _ parameter: Parameter, to target: ParameterValue, purpose: ChangePurpose
  ) -> Result<[String], Refusal> {
    Result { () throws(Refusal) in
      let risk = try direction(parameter, to: target, purpose: purpose)
      return [
        boundsSentence(parameter, target),
        riskSentence(parameter, target, risk),
        try checkDrift(parameter, target, risk),
      ]
    }
  }

  /// Kind, difference and bounds, which everything after relies on, then whether the purpose may claim its privilege.
  private func direction(
    _ parameter: Parameter, to value: ParameterValue, purpose: ChangePurpose
  ) throws(Refusal) -> RiskDirection {
    guard let next = current.replacing(parameter, with: value) else {
      throw .wrongKind(parameter: parameter, value: value.description)
    }
    guard next != current else { throw .unchanged(parameter: parameter, value: value.description) }
    try checkBounds(parameter, value)
    let risk = current.risk(of: next)
    switch purpose {
    case .lowerRisk where risk != .lowers:
      throw .worstCaseRises(from: current.worstCase, to: next.worstCase)
    case .returnToApproved where !approaches(parameter, value):
      throw .needsProof(parameter: parameter)
    case .lowerRisk, .returnToApproved, .byHand, .remedy, .promotion, .rollback, .planted:
      return risk
    }
  }

  private func checkSafety() throws(Refusal) -> String {
    guard safety.allowsChanges else { throw .safety(safety) }
    return "safety: \(safety.name)"
  }

  private func checkBounds(_ parameter: Parameter, _ value: ParameterValue) throws(Refusal) {
    guard let rule = rules[parameter], let quanta = value.quanta else { return }
    guard quanta >= rule.lowest, quanta <= rule.highest else {
      throw .outOfBounds(
        parameter: parameter, value: value.description, lowest: text(value, rule.lowest),
        highest: text(value, rule.highest))
    }
  }

  private func checkStep(
    _ parameter: Parameter, _ value: ParameterValue, _ purpose: ChangePurpose, _ risk: RiskDirection
  ) throws(Refusal) -> String {
    let from = current[parameter]
    if purpose == .rollback, risk == .lowers {
      return "step: \(from) to \(value) at once, as a rollback that lowers risk"
    }
    if case .sessions(let now) = from, case .sessions(let next) = value {
      let moved = now.symmetricDifference(next)
      guard moved.sessions.count == 1 else {
        throw .stepTooLarge(
          parameter: parameter, from: from.description, to: value.description, lowestStep: "one session",
          highestStep: "one session")
      }
      return "step: one session, \(moved)"
    }
    guard let reach = reach(parameter, purpose: purpose, risk: risk), let quanta = value.quanta else {
      return "step: \(from) to \(value), a listed value"
    }
    let (lowest, highest) = (text(value, reach.lowerBound), text(value, reach.upperBound))
    guard reach.contains(quanta) else {
      throw .stepTooLarge(
        parameter: parameter, from: from.description, to: value.description, lowestStep: lowest, highestStep: highest)
    }
    return "step: \(from) to \(value), at most \(lowest) to \(highest) in one change"
  }

  private func checkDrift(
    _ parameter: Parameter, _ value: ParameterValue, _ risk: RiskDirection
  ) throws(Refusal) -> String {
    let home = approved[parameter]
    guard rules[parameter] != nil, let centre = home.quanta, let quanta = value.quanta else {
      return "drift: not limited for \(parameter.rawValue)"
    }
    let width = centre * rules.driftPerMille / 1000
    let (lowest, highest) = (text(value, centre - width), text(value, centre + width))
    if quanta >= centre - width, quanta <= centre + width {
      return "drift: \(value) is within \(lowest) to \(highest), the approved \(home) ± \(rules.driftPerMille) ‰"
    }
    if risk == .lowers { return "drift: \(value) is outside \(lowest) to \(highest), allowed as it lowers risk" }
    guard approaches(parameter, value) else {
      throw .drift(
        parameter: parameter, value: value.description, approved: home.description, lowest: lowest, highest: highest)
    }
    return "drift: \(current[parameter]) to \(value) comes nearer to the approved \(home)"
  }

  /// Open-market milliseconds that are left of a parameter's cooldown; `nil` where it is over.
  package func cooldownLeft(of parameter: Parameter, now: MarketTime) -> Int64? {
    guard let last = lastChanged[parameter], now.open - last < rules.cooldown else { return nil }
    return rules.cooldown - (now.open - last)
  }

  private func checkCooldown(
    _ parameter: Parameter, _ purpose: ChangePurpose, _ now: MarketTime
  ) throws(Refusal) -> String {
    guard let last = lastChanged[parameter] else { return "cooldown: \(parameter.rawValue) has not changed yet" }
    let (passed, wanted) = ((now.open - last) / MarketTime.minute, rules.cooldown / MarketTime.minute)
    if purpose == .rollback { return "cooldown: none for a rollback, \(passed) min since the last change" }
    if purpose == .lowerRisk { return "cooldown: none for what lowers risk, \(passed) min since the last change" }
    if let remaining = cooldownLeft(of: parameter, now: now) {
      throw .cooldown(parameter: parameter, remaining: remaining)
    }
    return "cooldown: \(passed) min since the last change, at least \(wanted)"
  }
}
