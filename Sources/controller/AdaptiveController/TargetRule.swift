import Domain

/// Turns a policy's wish into a value that the rules of the symbol allow. It can only ask for less, never for more.
struct TargetRule {
  let rules: ParameterRules
  let configuration: Configuration
  let approved: Configuration

  /// The value in `perMille` distance from the present one, brought inside bounds and drift; `nil` where the rules leave
  /// no room in that direction. A move rounds toward the present value, but is one smallest step at least.
  func target(_ move: Policy.Move, purpose: ChangePurpose) -> ParameterValue? {
    value(move, from: configuration, obeysDrift: purpose != .lowerRisk)
  }

  /// The candidate of an experiment: in `perMille` distance from the approved value.
  func candidate(_ move: Policy.Move) -> ParameterValue? {
    guard let value = value(move, from: approved, obeysDrift: true), value != configuration[move.parameter]
    else { return nil }
    return value
  }

  private func value(_ move: Policy.Move, from base: Configuration, obeysDrift: Bool) -> ParameterValue? {
    guard let rule = rules[move.parameter], let present = base[move.parameter].quanta, move.perMille != 0,
      let range = range(move.parameter, rule: rule, obeysDrift: obeysDrift)
    else { return nil }
    let distance = max(1, present * abs(move.perMille) / 1000)
    let wished = move.perMille > 0 ? present + distance : present - distance
    let quanta = min(max(wished, range.lowerBound), range.upperBound)
    // A limit may lie on the other side of the present value: then there is no room.
    guard move.perMille > 0 ? quanta > present : quanta < present else { return nil }
    return base[move.parameter].with(quanta: quanta)
  }

  /// Bounds and, for all but what lowers risk, the drift from the approved value, rounded inward.
  private func range(_ parameter: Parameter, rule: ParameterRule, obeysDrift: Bool) -> ClosedRange<Int>? {
    guard obeysDrift, let centre = approved[parameter].quanta else { return rule.lowest...rule.highest }
    let drift = max(1, centre * rules.driftPerMille / 1000)
    let lowest = max(rule.lowest, centre - drift)
    let highest = min(rule.highest, centre + drift)
    return lowest <= highest ? lowest...highest : nil
  }

  /// Whether a value that somebody else found may be proposed.
  func permits(_ parameter: Parameter, _ value: ParameterValue) -> Bool {
    guard configuration.replacing(parameter, with: value) != nil, value != configuration[parameter] else {
      return false
    }
    guard let rule = rules[parameter] else { return true }
    guard let quanta = value.quanta, let range = range(parameter, rule: rule, obeysDrift: true) else { return false }
    return range.contains(quanta)
  }
}
