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

/// How the spread of a kind of symbol moves through the UTC day, in per cent of its median; every day has the same
/// shape. The wide hours lie around the rollover at 17:00 New York.
struct SpreadShape {
  /// Per cent of the median for each hour of the day.
  let percent: [Int]

  /// EURUSD quotes of May 2014: a median of 1.1 pips, 2.0 in the rollover hour.
  static let currency = SpreadShape(
    percent: Array(repeating: 109, count: 8) + Array(repeating: 100, count: 12) + [109, 182, 155, 118])

  /// XAGUSD, 2017: hour by hour within 11 per cent of the median but for the reopening after the daily break.
  static let silver = SpreadShape(
    percent: Array(repeating: 108, count: 7) + Array(repeating: 100, count: 13) + [111, 111, 152, 111])

  /// XAUUSD: silver's shape with the 1.55 dollars that are seen around the daily break against a median of 0.27.
  static let gold = SpreadShape(
    percent: Array(repeating: 108, count: 7) + Array(repeating: 100, count: 13) + [111, 574, 574, 111])

  /// 168 values from Monday 00:00 UTC, in points.
  func spreadByHour(median: Int32) -> [Pips] {
    (0..<168).map { hour in
      Pips(tenths: Int32((Int(median) * percent[hour % 24] + 50) / 100))
    }
  }
}
