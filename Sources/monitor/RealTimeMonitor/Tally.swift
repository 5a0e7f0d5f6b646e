import Domain

/// Sums over closed trades, kept up trade by trade. Trades may be taken out again, so a sliding window costs no more.
struct Tally: Hashable, Sendable, Codable {
  private(set) var trades = 0
  /// Trades that ended above zero.
  private(set) var wins = 0
  /// Trades that ended below zero; one that ended at zero is neither.
  private(set) var losses = 0
  private(set) var grossProfit = Money.zero
  /// Zero or more.
  private(set) var grossLoss = Money.zero

  var net: Money { grossProfit - grossLoss }

  mutating func add(_ profit: Money) {
    count(profit, by: 1)
  }

  mutating func remove(_ profit: Money) {
    count(profit, by: -1)
  }

  private mutating func count(_ profit: Money, by sign: Int) {
    trades += sign
    let amount = Money(micros: Int64(sign) * profit.micros)
    if profit > .zero {
      wins += sign
      grossProfit += amount
    } else if profit < .zero {
      losses += sign
      grossLoss -= amount
    }
  }

  var winRate: Figure { ratio(Double(wins), Double(trades)) }
  /// Gross profit over gross loss; undefined without losses.
  var profitFactor: Figure { ratio(grossProfit.value, grossLoss.value) }
  var expectancy: Figure { ratio(net.value, Double(trades)) }
  var averageWin: Figure { ratio(grossProfit.value, Double(wins)) }
  /// Zero or less.
  var averageLoss: Figure { ratio(-grossLoss.value, Double(losses)) }

  private func ratio(_ dividend: Double, _ divisor: Double) -> Figure {
    divisor == 0 ? .undefined : .value(dividend / divisor)
  }
}

/// The longest run of losses in a stream of trades.
struct LosingStreak: Hashable, Sendable, Codable {
  private var current = 0
  private(set) var longest = 0

  mutating func add(_ profit: Money) {
    current = profit < .zero ? current + 1 : 0
    longest = max(longest, current)
  }
}
