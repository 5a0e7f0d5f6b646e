/// A number that may be undefined (no trades, no losses) or unknown (an input was missing). Neither is zero.
package enum Figure: Hashable, Sendable, Codable {
  case value(Double)
  case undefined
  case unknown

  package var known: Double? {
    if case .value(let number) = self { number } else { nil }
  }

  /// Undefined for a divisor of zero.
  package static func ratio(_ dividend: Double, per divisor: Double) -> Figure {
    divisor == 0 ? .undefined : .value(dividend / divisor)
  }
}

/// The trades over which metrics are taken.
package enum MetricsWindow: Hashable, Sendable, Codable {
  case trades(Int)
  case hours(Int)
  case session(TradingSession)
  case version(ConfigurationVersion)
  case hourOfDay(Int)
  case dayOfWeek(Int)
  case all

  /// The window's word in a topic: `window100`, `1h`, `24h`, `london`, `version3`, `hour14`, `day2`, `all`.
  package var topicWord: String {
    switch self {
    case .trades(let count): "window\(count)"
    case .hours(let hours): "\(hours)h"
    case .session(let session): session.rawValue
    case .version(let version): "version\(version)"
    case .hourOfDay(let hour): "hour\(hour)"
    case .dayOfWeek(let day): "day\(day)"
    case .all: "all"
    }
  }
}

/// The metrics of one window at one instant.
package struct MetricsSnapshot: Hashable, Sendable, Codable {
  package var window: MetricsWindow
  package var trades: Int
  package var wins: Int
  package var winRate: Figure
  /// 95 % Wilson score interval of the win rate.
  package var winRateLow: Figure
  package var winRateHigh: Figure
  package var profitFactor: Figure
  package var expectancy: Figure
  package var averageWin: Figure
  package var averageLoss: Figure
  package var net: Money
  /// Longest run of losses within the window.
  package var losingStreak: Int
  package var account: AccountMetrics

  package init(
    window: MetricsWindow, trades: Int, wins: Int, winRate: Figure, winRateLow: Figure, winRateHigh: Figure,
    profitFactor: Figure, expectancy: Figure, averageWin: Figure, averageLoss: Figure, net: Money, losingStreak: Int,
    account: AccountMetrics
  ) {
    self.window = window
    self.trades = trades
    self.wins = wins
    self.winRate = winRate
    self.winRateLow = winRateLow
    self.winRateHigh = winRateHigh
    self.profitFactor = profitFactor
    self.expectancy = expectancy
    self.averageWin = averageWin
    self.averageLoss = averageLoss
    self.net = net
    self.losingStreak = losingStreak
    self.account = account
  }
}

/// What belongs to the account and not to a window of trades.
package struct AccountMetrics: Hashable, Sendable, Codable {
  /// Balance plus floating profit of the open trades.
  package var equity: Figure
  /// Fall from the equity peak, floating loss included, deposits left out; money, zero or more.
  package var drawdown: Figure
  /// The same in per cent of the peak.
  package var drawdownPercent: Figure
  /// Deepest so far, in money.
  package var maximumDrawdown: Figure
  /// Open-market milliseconds since the last equity peak.
  package var underwater: Int64
  package var openTrades: Int
  /// Open-market milliseconds that the oldest open trade has been open.
  package var oldestTrade: Int64
  /// Lots open, in hundredths, buys and sells added.
  package var exposure: Int64
  /// The last spread.
  package var spread: Figure

  package init(
    equity: Figure, drawdown: Figure, drawdownPercent: Figure, maximumDrawdown: Figure, underwater: Int64,
    openTrades: Int, oldestTrade: Int64, exposure: Int64, spread: Figure
  ) {
    self.equity = equity
    self.drawdown = drawdown
    self.drawdownPercent = drawdownPercent
    self.maximumDrawdown = maximumDrawdown
    self.underwater = underwater
    self.openTrades = openTrades
    self.oldestTrade = oldestTrade
    self.exposure = exposure
    self.spread = spread
  }
}

/// A condition that the monitor found. The kind of alarm decides who reacts: see `Alert.Kind.family`.
package struct Alert: Hashable, Sendable, Codable {
  package enum Family: String, Hashable, Sendable, Codable {
    case hardLimit
    case configHarm
    case regimeDegradation
    case policy
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    // hard limits
    case drawdownLimit
    case dailyLossLimit
    case exposureLimit
    case orderRejectLimit
    case orderRateLimit
    case spreadLimit
    case staleFeed
    case marginLimit
    case unknownInput
    // regime
    case lossRateChanged
    case profitChanged
    // policy triggers
    case drawdownAboveExpectation
    case winRateFell
    case profitFactorBelowTarget
    case sessionLosing

    package var family: Family {
      switch self {
      case .drawdownLimit, .dailyLossLimit, .exposureLimit, .orderRejectLimit, .orderRateLimit, .spreadLimit,
        .staleFeed, .marginLimit, .unknownInput:
        .hardLimit
      case .lossRateChanged, .profitChanged: .regimeDegradation
      case .drawdownAboveExpectation, .winRateFell, .profitFactorBelowTarget, .sessionLosing: .policy
      }
    }
  }

  package enum Phase: String, Hashable, Sendable, Codable {
    case raised
    case cleared
  }

  /// From 1 within the bot; a cleared alert has the number with which it was raised.
  package var number: Int64
  package var kind: Kind
  package var phase: Phase
  /// What was measured and what the threshold was, in the kind's unit (money, per cent, pips, trades).
  package var measured: Figure
  package var threshold: Double
  package var session: TradingSession?
  package var text: String

  package init(
    number: Int64, kind: Kind, phase: Phase, measured: Figure, threshold: Double, session: TradingSession? = nil,
    text: String
  ) {
    self.number = number
    self.kind = kind
    self.phase = phase
    self.measured = measured
    self.threshold = threshold
    self.session = session
    self.text = text
  }
}
