/// When the monitor looks, over which trades it measures, and what alarms it.
///
/// The defaults suit 0.10 lots x 10 positions with a stop 40 pips away on an account of 10,000: the whole grid stopped
/// out at once costs 4 % of it.
package struct MonitorSettings: Hashable, Sendable, Codable {
  /// Open-market milliseconds between two scans of the open trades.
  package var scanEvery: Int64 = 30_000
  /// Open-market milliseconds between two publications of the account's metrics while no trade closes. Windows in
  /// which a trade closed are published at the next scan.
  package var publishEvery: Int64 = 900_000
  /// Trades in the window of recent trades.
  package var recentTrades = 100
  /// Trades in the window of each session.
  package var sessionTrades = 100
  /// Lengths of the windows of market time, in open-market hours.
  package var hourWindows = [1, 24]

  package var limits = Limits()
  package var policies = PolicyTriggerSettings()
  package var regime = RegimeSettings()

  package init() {}

  /// Limits that are checked at every event. None waits for statistics.
  package struct Limits: Hashable, Sendable, Codable {
    /// Fall from the equity peak, floating loss included, in per cent of the peak.
    package var drawdown = HardLimit(raisesAt: 15, clearsAt: 8, reducesAt: 30, haltsAt: 40)
    /// Fall of equity since 00:00 UTC, in per cent of the equity then.
    package var dailyLoss = HardLimit(raisesAt: 5, clearsAt: 2.5, reducesAt: 6, haltsAt: 10)
    /// Lots open, buys and sells added, in per cent of the profile's default lots x positions.
    package var exposure = HardLimit(raisesAt: 150, clearsAt: 120, reducesAt: 200)
    /// Trades opened within `orderRateSpan`.
    package var orderRate = HardLimit(raisesAt: 20, clearsAt: 5, reducesAt: 40)
    /// Milliseconds over which orders are counted, open market or not: one may trade on a holiday.
    package var orderRateSpan: Int64 = 600_000
    /// Spread in multiples of the profile's median, seen in two quotes in a row. The trader's `maxSpread` refuses
    /// entries long before; a stop, which a person must lift, is asked for only where a threshold is set.
    package var spread = HardLimit(raisesAt: 10, clearsAt: 5)
    /// Open-market minutes without a quote, also while none comes at all; in real time from five seconds on.
    package var staleFeed = HardLimit(raisesAt: 10, clearsAt: 2)
    /// Margin in use, in per cent of equity.
    package var margin = HardLimit(raisesAt: 60, clearsAt: 50, reducesAt: 80, haltsAt: 95)
    /// Unusable inputs in a row: quotes that the trader refused, venue mismatches, an unreadable latch.
    package var unknownInput = HardLimit(raisesAt: 1, clearsAt: 0.5, reducesAt: 20)
    /// Usable quotes in a row after which an unknown input counts as over.
    package var goodQuotesToRecover = 10
    /// After a re-arm a standing breach asks for a stop again when it has grown by this many per cent.
    package var rearmMarginPercent: Double = 25

    package init() {}
  }
}

/// Change detectors over the bot's own trades. Thresholds belong to a false-alarm rate and are best set by bootstrap of
/// the bot's own trades; the defaults allow for losses that come in clusters.
package struct RegimeSettings: Hashable, Sendable, Codable {
  /// Rise of the loss rate that the Bernoulli CUSUM looks for, 0 to 1.
  package var lossRateRise = 0.15
  /// Decision interval of the CUSUM on losses, in units of log likelihood.
  package var lossThreshold = 16.0
  /// Reference value of the CUSUM on standardised P&L, in standard deviations.
  package var profitReference = 0.25
  /// Decision interval of the CUSUM on P&L, in standard deviations.
  package var profitThreshold = 16.0
  /// Trades without another alarm after which a raised alert clears.
  package var clearsAfter = 200

  package init() {}
}
