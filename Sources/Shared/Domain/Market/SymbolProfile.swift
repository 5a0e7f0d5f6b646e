/// All that is particular to one symbol: how it is quoted, what trading it costs, and where its parameters may go.
///
/// Profiles are versioned and printed with every result. Money is in the symbol's quote currency.
package struct SymbolProfile: Hashable, Sendable, Codable {
  package var symbol: Symbol
  /// Rises with every change of the profile's content.
  package var version: Int
  /// Decimal places of a point: 5 for EURUSD (a point is 0.00001), 3 for USDJPY, XAUUSD and XAGUSD. A pip is ten points.
  package var digits: Int
  /// ISO 4217 code of the quote currency.
  package var currency: String
  /// What one point is worth on a hundredth of a lot.
  package var pointValue: Money
  /// Units of the base in one lot: 100,000 for currencies, 100 ounces of gold, 5,000 of silver.
  package var contractSize: Int
  package var medianSpread: Pips
  /// Spread by hour of the week, 168 values from Monday 00:00 UTC, for data that has none of its own.
  package var spreadByHour: [Pips]
  /// Paid at entry and again at exit, on a hundredth of a lot.
  package var commission: Money
  /// Paid each night on a hundredth of a lot held long; negative is received. Three times on Wednesday's rollover.
  package var swapLong: Money
  package var swapShort: Money
  /// How much worse than its trigger a market or stop order fills.
  package var slippage: Pips
  /// Margin is contract value divided by this.
  package var leverage: Int
  /// Nearest that a venue takes a stop or target to the price.
  package var minimumStopDistance: Pips
  /// Smallest volume step in hundredths of a lot.
  package var lotStep: Lots
  package var week: TradingWeek
  package var belief: QuoteBelief
  package var defaults: Configuration
  package var rules: ParameterRules

  /// - Parameter belief: `nil` for every price above zero and jumps of up to fifty median spreads.
  package init(
    symbol: Symbol, version: Int, digits: Int, currency: String, pointValue: Money, contractSize: Int,
    medianSpread: Pips, spreadByHour: [Pips], commission: Money, swapLong: Money, swapShort: Money, slippage: Pips,
    leverage: Int, minimumStopDistance: Pips, lotStep: Lots, week: TradingWeek, belief: QuoteBelief? = nil,
    defaults: Configuration, rules: ParameterRules
  ) {
    precondition(spreadByHour.count == 168, "a week has 168 hours")
    self.symbol = symbol
    self.version = version
    self.digits = digits
    self.currency = currency
    self.pointValue = pointValue
    self.contractSize = contractSize
    self.medianSpread = medianSpread
    self.spreadByHour = spreadByHour
    self.commission = commission
    self.swapLong = swapLong
    self.swapShort = swapShort
    self.slippage = slippage
    self.leverage = leverage
    self.minimumStopDistance = minimumStopDistance
    self.lotStep = lotStep
    self.week = week
    self.belief = belief ?? QuoteBelief(medianSpread: medianSpread)
    self.defaults = defaults
    self.rules = rules
  }
}

/// When a symbol trades: one open stretch a week, in New York time, as currencies and metals do, but for holidays.
package struct TradingWeek: Hashable, Sendable, Codable {
  /// Minutes after Sunday 00:00 New York time at which the week opens: 1020 is Sunday 17:00.
  package var opens: Int
  /// Minutes after Sunday 00:00 New York time at which the week closes: 8220 is Friday 17:00.
  package var closes: Int
  /// Minutes after 00:00 New York time of the daily break, from and until; `nil` where there is none (gold 17:00–18:00).
  package var dailyBreak: ClosedRange<Int>?
  /// Days of every year that do not count as open time, so that silence on them does not count. A holiday is a trading
  /// day: from 17:00 New York on the day before to 17:00.
  package var holidays: [YearDay]

  package init(
    opens: Int = 1020, closes: Int = 8220, dailyBreak: ClosedRange<Int>? = nil,
    holidays: [YearDay] = [.newYear, .christmas]
  ) {
    self.opens = opens
    self.closes = closes
    self.dailyBreak = dailyBreak
    self.holidays = holidays
  }
}

/// A day of every year.
package struct YearDay: Hashable, Sendable, Codable {
  /// 1 to 12.
  package var month: Int
  /// 1 to 31; a day that a month does not have runs into the next.
  package var day: Int

  package init(month: Int, day: Int) {
    self.month = month
    self.day = day
  }

  package static let newYear = YearDay(month: 1, day: 1)
  package static let christmas = YearDay(month: 12, day: 25)
}
