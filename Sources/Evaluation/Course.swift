package import Domain

/// One bot's way through a file: what it earned day by day, how deep it fell, how long it was under water.
package struct Course: Hashable, Sendable, Codable {
  /// A UTC day that had quotes.
  package struct Day: Hashable, Sendable, Codable {
    /// Days since 1970.
    package var number: Int64
    /// Of the trades closed on it, both zero or more.
    package var grossProfit = Money.zero
    package var grossLoss = Money.zero
    /// Profit since the beginning at its last minute, open trades marked to market.
    package var profit = Money.zero
    /// Fall from the highest profit so far, at its last minute.
    package var drawdown = Money.zero
    /// Trades closed on it, and volume opened in hundredths of a lot.
    package var trades = 0
    package var lots: Int64 = 0
  }

  package internal(set) var days: [Day] = []
  package internal(set) var trades = 0
  package internal(set) var wins = 0
  package internal(set) var grossProfit = Money.zero
  package internal(set) var grossLoss = Money.zero
  /// Volume opened, in hundredths of a lot.
  package internal(set) var lots: Int64 = 0
  /// Profit at the end, open trades marked to market.
  package internal(set) var net = Money.zero
  /// Deepest fall from a peak, looked at every minute, open losses included.
  package internal(set) var maximumDrawdown = Money.zero
  /// Open-market milliseconds in all, below the peak in all, and of the longest spell below it.
  package internal(set) var openTime: Int64 = 0
  package internal(set) var underwater: Int64 = 0
  package internal(set) var longestSpell: Int64 = 0
  /// Whether the last spell below the peak had not ended.
  package internal(set) var endsUnderwater = false

  /// Undefined without losses.
  package var profitFactor: Double? { Figure.ratio(grossProfit.value, per: grossLoss.value).known }

  /// Share of the open-market time below the peak; undefined without time.
  package var underwaterShare: Double? {
    openTime == 0 ? nil : Double(underwater) / Double(openTime)
  }
}

/// Writes down a course while a bot trades.
struct CourseRecorder {
  private(set) var course = Course()
  private var peak = Money.zero
  private var peakTime: Int64?
  private var last: Int64?

  mutating func open(_ lots: Lots, at time: Int64) {
    beginDay(time)
    course.lots += Int64(lots.hundredths)
    course.days[course.days.count - 1].lots += Int64(lots.hundredths)
  }

  mutating func close(_ profit: Money, at time: Int64) {
    beginDay(time)
    course.trades += 1
    let day = course.days.count - 1
    course.days[day].trades += 1
    if profit > .zero {
      course.wins += 1
      course.grossProfit = course.grossProfit + profit
      course.days[day].grossProfit = course.days[day].grossProfit + profit
    } else {
      course.grossLoss = course.grossLoss - profit
      course.days[day].grossLoss = course.days[day].grossLoss - profit
    }
  }

  /// The profit since the beginning, at a minute's end.
  mutating func mark(_ profit: Money, at time: MarketTime) {
    beginDay(time.utc)
    let passed = time.open - (last ?? time.open)
    last = time.open
    course.openTime += passed
    if profit >= peak {
      peak = profit
      peakTime = time.open
      course.endsUnderwater = false
    } else {
      course.underwater += passed
      course.maximumDrawdown = max(course.maximumDrawdown, peak - profit)
      course.longestSpell = max(course.longestSpell, time.open - (peakTime ?? time.open))
      course.endsUnderwater = true
    }
    course.net = profit
    course.days[course.days.count - 1].profit = profit
    course.days[course.days.count - 1].drawdown = peak - profit
  }

  private mutating func beginDay(_ time: Int64) {
    let number = time / MarketTime.day
    guard course.days.last?.number != number else { return }
    var day = Course.Day(number: number)
    day.profit = course.net
    day.drawdown = peak - course.net
    course.days.append(day)
  }
}

extension Course {
  /// The course of a part of the days by itself: drawdown and time under water from the peak within the part, looked at
  /// once a day. Open trades begin it at their value of the evening before.
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
