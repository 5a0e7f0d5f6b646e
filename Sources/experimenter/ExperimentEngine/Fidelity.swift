import Domain

/// Whether the incumbent's shadow trades as the bot does: trade by trade, in number and in what a day earned.
///
/// A shadow that is not the bot proves nothing about the bot. Judged over the last days on which either closed trades,
/// but for the running one, of which one side may have reported more: their numbers differ by less than one in a
/// hundred, and the results of the days correlate by at least 0.9.
package struct Fidelity: Hashable, Sendable, Codable {
  package enum Verdict: Hashable, Sendable {
    /// Fewer trades or days than can be judged.
    case tooEarly
    case faithful
    /// The numbers of trades differ by this share of the shadow's.
    case unequalTrades(share: Double)
    /// The results of the days correlate too little; nil where one side's never varied.
    case unlikeResults(correlation: Double?)
  }

  /// Trades that both closed with the same number, times, prices and profit.
  package private(set) var matched = 0
  /// Trades that only one closed, or that differ.
  package private(set) var mismatched = 0
  /// Trades that one side has closed and the other has not yet.
  private var waitingShadow: [ClosedTrade] = []
  private var waitingBot: [ClosedTrade] = []
  /// The last days with trades, the oldest first.
  private var days: [Day] = []

  private static let patience = 32
  private static let keptDays = 60
  private static let leastTrades = 100
  private static let leastDays = 5
  private static let mostUnequal = 0.01
  private static let leastCorrelation = 0.9

  private struct Day: Hashable, Sendable, Codable {
    var number: Int64
    var botTrades = 0
    var shadowTrades = 0
    var botProfit = Money.zero
    var shadowProfit = Money.zero
  }

  package init() {}

  mutating func shadowClosed(_ trade: ClosedTrade) {
    pair(trade, with: \.waitingBot, own: \.waitingShadow)
    note(trade) { day in
      day.shadowTrades += 1
      day.shadowProfit = day.shadowProfit + trade.profit
    }
  }

  mutating func botClosed(_ trade: ClosedTrade) {
    pair(trade, with: \.waitingShadow, own: \.waitingBot)
    note(trade) { day in
      day.botTrades += 1
      day.botProfit = day.botProfit + trade.profit
    }
  }

  package var verdict: Verdict {
    let days = days.dropLast()
    let shadow = days.reduce(0) { $0 + $1.shadowTrades }
    let bot = days.reduce(0) { $0 + $1.botTrades }
    guard max(shadow, bot) >= Self.leastTrades, days.count >= Self.leastDays else { return .tooEarly }
    let share = Double(abs(bot - shadow)) / Double(max(1, shadow))
    guard share < Self.mostUnequal else { return .unequalTrades(share: share) }
    var correlation = RunningCorrelation()
    for day in days { correlation.observe(day.botProfit.value, day.shadowProfit.value) }
    guard let value = correlation.value.known, value >= Self.leastCorrelation else {
      return .unlikeResults(correlation: correlation.value.known)
    }
    return .faithful
  }

  private mutating func note(_ trade: ClosedTrade, _ change: (inout Day) -> Void) {
    let number = trade.exitTime / 86_400_000
    // A trade that is reported late belongs to its own day.
    if let index = days.lastIndex(where: { $0.number == number }) {
      change(&days[index])
      return
    }
    var day = Day(number: number)
    change(&day)
    let place = days.firstIndex { $0.number > number } ?? days.endIndex
    days.insert(day, at: place)
    if days.count > Self.keptDays { days.removeFirst() }
  }

  private mutating func pair(
    _ trade: ClosedTrade, with others: WritableKeyPath<Fidelity, [ClosedTrade]>,
    own: WritableKeyPath<Fidelity, [ClosedTrade]>
  ) {
    if let index = self[keyPath: others].firstIndex(where: { $0.trade.id == trade.trade.id }) {
      let other = self[keyPath: others].remove(at: index)
      let isSame =
        other.trade.isTwin(of: trade.trade) && other.exitPrice == trade.exitPrice && other.exitTime == trade.exitTime
        && other.profit == trade.profit
      if isSame { matched += 1 } else { mismatched += 1 }
      return
    }
    self[keyPath: own].append(trade)
    if self[keyPath: own].count > Self.patience {
      self[keyPath: own].removeFirst()
      mismatched += 1
    }
  }
}
