extension ChangeLimits {
  /// The largest legal step toward `target`, which is `target` itself when that is near enough: 20 → 25 pips goes by
  /// 22 and 24.2.
  ///
  /// Cooldown and safety are not asked. `nil` where no step is legal: the target is the present value, of another kind,
  /// out of bounds, beyond the drift, or not what the purpose may do.
  package func nextStep(
    _ parameter: Parameter, toward target: ParameterValue, purpose: ChangePurpose
  ) -> ParameterValue? {
    guard case .success = checkTarget(parameter, to: target, purpose: purpose) else { return nil }
    return largestStep(parameter, toward: target, purpose: purpose)
  }

  /// The step toward a target that has passed `checkTarget`.
  func largestStep(_ parameter: Parameter, toward target: ParameterValue, purpose: ChangePurpose) -> ParameterValue {
    guard let next = current.replacing(parameter, with: target) else { return target }
    let risk = current.risk(of: next)
    if purpose == .rollback, risk == .lowers { return target }
    if case .sessions(let from) = current[parameter], case .sessions(let to) = target {
      return .sessions(oneSession(from: from, toward: to))
    }
    guard let quanta = target.quanta, let reach = reach(parameter, purpose: purpose, risk: risk) else { return target }
    return target.with(quanta: min(max(quanta, reach.lowerBound), reach.upperBound)) ?? target
  }

  /// The values in quanta that one change may reach; `nil` for parameters without an order.
  ///
  /// A share of the present value, rounded down, and never less than one quantum. A rollback of equal risk may also undo
  /// whatever one such step did: 20 → 18 is a tenth, and so 18 → 20 goes back at once though it is more than a tenth.
  func reach(_ parameter: Parameter, purpose: ChangePurpose, risk: RiskDirection) -> ClosedRange<Int>? {
    guard let now = current[parameter].quanta else { return nil }
    guard let rule = rules[parameter] else { return now - 1...now + 1 }
    var lowest = now - Self.step(now, rule.fallPerMille)
    var highest = now + Self.step(now, rule.risePerMille)
    if purpose == .rollback, risk == .equal {
      while lowest > rule.lowest, now - (lowest - 1) <= Self.step(lowest - 1, rule.risePerMille) { lowest -= 1 }
      while highest < rule.highest, highest + 1 - now <= Self.step(highest + 1, rule.fallPerMille) { highest += 1 }
    }
    return lowest...highest
  }

  private static func step(_ value: Int, _ perMille: Int) -> Int { max(1, value * perMille / 1000) }

  /// Whether `value` lies between the present and the approved value, the approved one included.
  func approaches(_ parameter: Parameter, _ value: ParameterValue) -> Bool {
    let (from, home) = (current[parameter], approved[parameter])
    if case .sessions(let now) = from, case .sessions(let goal) = home, case .sessions(let next) = value {
      return next.symmetricDifference(goal).isStrictSubset(of: now.symmetricDifference(goal))
    }
    guard let now = from.quanta, let goal = home.quanta, let next = value.quanta else { return value == home }
    return now < goal ? now < next && next <= goal : goal <= next && next < now
  }

  /// Takes away before it adds, in the order of the sessions.
  private func oneSession(from: SessionSet, toward target: SessionSet) -> SessionSet {
    let (surplus, missing) = (from.subtracting(target), target.subtracting(from))
    guard let first = (surplus.sessions + missing.sessions).first else { return from }
    return from.symmetricDifference(SessionSet(first))
  }
}
