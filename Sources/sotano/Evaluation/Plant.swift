internal import Domain

/// A lasting advantage that can be put into a market, and the configuration of a bot that knows it.
package enum Plant: String, CaseIterable, Hashable, Sendable, Codable {
  /// While London or New York works the price comes back after a move of a grid's spacing, at other hours it runs on; the
  /// bot that knows trades only while it comes back.
  case hours
  /// Every trade pays a high commission; the bot that knows trades the widest grid within the limits, which is to say
  /// less often for more.
  case costs

  static let revertingSessions: SessionSet = [SessionSet(.london), SessionSet(.newYork)]

  /// Median spreads that the commission of a round trip comes to.
  private static let commissionSpreads: Int64 = 6

  func recipe(_ configuration: Configuration) -> MinutePool.Recipe {
    switch self {
    case .hours: MinutePool.Recipe(reversion: Self.revertingSessions, scale: configuration.gridSpacing.tenths)
    case .costs: MinutePool.Recipe()
    }
  }

  func profile(_ profile: SymbolProfile) -> SymbolProfile {
    switch self {
    case .hours: return profile
    case .costs:
      var dear = profile
      let spread = Int64(profile.medianSpread.tenths) * profile.pointValue.micros
      dear.commission = Money(micros: spread * Self.commissionSpreads / 2)
      return dear
    }
  }

  /// The configuration of a bot that knows, from the first quote on.
  func configuration(_ base: Configuration, rules: ParameterRules) -> Configuration {
    switch self {
    case .hours:
      return base.replacing(.tradingSessions, with: .sessions(Self.revertingSessions)) ?? base
    case .costs:
      return [Parameter.gridSpacing, .takeProfit, .stopLoss].reduce(base) { configuration, parameter in
        guard let quanta = base[parameter].quanta, let rule = rules[parameter],
          let value = base[parameter].with(quanta: min(quanta * 13 / 10, rule.highest))
        else { return configuration }
        return configuration.replacing(parameter, with: value) ?? configuration
      }
    }
  }
}
