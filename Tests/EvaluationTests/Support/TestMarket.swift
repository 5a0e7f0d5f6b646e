import Domain
import Evaluation
import GridTrading
import MarketFeeds
import RealTimeMonitor

/// Quotes and settings with which much is decided in little time.
enum TestMarket {
  static func profile() throws -> SymbolProfile {
    guard var profile = SymbolProfile.named("EURUSD") else { throw Missing() }
    // A synthetic market trades on holidays.
    profile.week.holidays = []
    return profile
  }

  struct Missing: Error {}

  static func series(minutes: Int, seed: UInt64) throws -> QuoteSeries {
    var market = SyntheticMarket(profile: try profile(), seed: seed)
    var series = QuoteSeries()
    var quotes: [Quote] = []
    for _ in 0..<minutes {
      guard market.next(into: &quotes) != nil else { break }
      for quote in quotes { series.append(quote) }
    }
    return series
  }

  /// A normal win rate that no grid reaches: the remedy is tried as soon as there are trades.
  static var eager: TunerSettings {
    var settings = TunerSettings()
    settings.monitor.recentTrades = 30
    settings.monitor.policies.expectations.winRate = 0.95
    settings.monitor.policies.winRateFall = 5
    settings.monitor.policies.winRateFallCleared = 1
    settings.monitor.policies.drawdownRaisesAt = 50
    return settings
  }

  /// A configuration that trades often.
  static func busy() throws -> Configuration {
    var configuration = try profile().defaults
    configuration.gridSpacing = Pips(tenths: 100)
    configuration.takeProfit = Pips(tenths: 100)
    configuration.stopLoss = Pips(tenths: 200)
    return configuration
  }
}
