internal import Domain

extension Course {
  /// The course of a part of the days by itself, as its days tell it: drawdown and time under water from the peak within
  /// the part, looked at once a day. Open trades begin it at their value of the evening before.
  package func stretch(_ numbers: Range<Int64>) -> Course {
    var part = Course()
    var before = Money.zero
    var peak = Money.zero
    var spell: Int64 = 0
    for day in days where day.number < numbers.upperBound {
      guard day.number >= numbers.lowerBound else {
        before = day.profit
        continue
      }
      var own = day
      own.profit = day.profit - before
      peak = max(peak, own.profit)
      own.drawdown = peak - own.profit
      part.days.append(own)
      part.trades += day.trades
      part.lots += day.lots
      part.grossProfit = part.grossProfit + day.grossProfit
      part.grossLoss = part.grossLoss + day.grossLoss
      part.net = own.profit
      part.maximumDrawdown = max(part.maximumDrawdown, own.drawdown)
      part.openTime += MarketTime.day
      part.endsUnderwater = own.drawdown > .zero
      spell = part.endsUnderwater ? spell + MarketTime.day : 0
      part.underwater += part.endsUnderwater ? MarketTime.day : 0
      part.longestSpell = max(part.longestSpell, spell)
    }
    return part
  }
}
