package import Domain

/// Parameters stretched with a symbol's median spread from their values for a spread of one pip.
///
/// Spreads from half a pip to one and a half count as one pip: within that range the major pairs keep the round values
/// that traders know.
package struct SpreadScale: Hashable, Sendable {
  /// Tenths of a pip of spread that count; ten is the standard.
  package let tenths: Int

  package init(medianSpread: Pips) {
    let median = Int(medianSpread.tenths)
    tenths = (5...15).contains(median) ? 10 : max(1, median)
  }

  package var defaults: Configuration {
    Configuration(
      gridSpacing: scaled(200), takeProfit: scaled(200), stopLoss: scaled(400), lotSize: Lots(hundredths: 10),
      maxPositions: 10, maxSpread: scaled(20))
  }

  package var rules: ParameterRules {
    var rules = ParameterRules.standard
    rules.gridSpacing = scaled(rules.gridSpacing)
    rules.takeProfit = scaled(rules.takeProfit)
    rules.stopLoss = scaled(rules.stopLoss)
    rules.maxSpread = scaled(rules.maxSpread)
    return rules
  }

  private func scaled(_ standard: Int) -> Pips {
    Pips(tenths: Int32(standard * tenths / 10))
  }

  private func scaled(_ rule: ParameterRule) -> ParameterRule {
    var rule = rule
    rule.lowest = max(1, rule.lowest * tenths / 10)
    rule.highest = max(1, rule.highest * tenths / 10)
    return rule
  }
}
