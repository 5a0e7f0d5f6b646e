package import Domain

/// A lasting advantage that can be put into a market, and the configuration of a bot that knows it.
package enum Plant: String, CaseIterable, Hashable, Sendable, Codable {
  /// While London or New York works the price comes back after a move of a grid's spacing, at other hours it runs on; the
  /// bot that knows trades only while it comes back.
  case hours
  /// Every trade pays a high commission; the bot that knows has the widest target and stop within the limits, so that a
  /// trade earns and loses more beside what it pays, and a wider grid: less often for more.
  case costs

  static let revertingSessions: SessionSet = [SessionSet(.london), SessionSet(.newYork)]

  /// The commission of a round trip, in median spreads.
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
      // Trades fall with the square of the spacing: half as wide again would be half withdrawn.
      return base.scaled([.gridSpacing: 115, .takeProfit: 130, .stopLoss: 130], rules: rules)
    }
  }

  /// A grid half as wide as the given one: what is planted is to be found in half a year, and that takes trades.
  package static func lively(_ base: Configuration, rules: ParameterRules) -> Configuration {
    base.scaled([.gridSpacing: 50, .takeProfit: 50, .stopLoss: 50], rules: rules)
  }
}

extension Configuration {
  /// With parameters at so many per cent, within their bounds.
  fileprivate func scaled(_ percent: [Parameter: Int], rules: ParameterRules) -> Configuration {
    Parameter.allCases.reduce(self) { configuration, parameter in
      guard let percent = percent[parameter], let quanta = self[parameter].quanta, let rule = rules[parameter],
        let value = self[parameter].with(quanta: min(max(quanta * percent / 100, rule.lowest), rule.highest))
      else { return configuration }
      return configuration.replacing(parameter, with: value) ?? configuration
    }
  }
}
