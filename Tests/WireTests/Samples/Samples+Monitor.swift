import Domain
import Wire

extension MetricsWindow: Sample {
  static func sample(_ random: inout SplitMix64) -> MetricsWindow {
    switch random.below(7) {
    case 0: .trades(random.naturalInt())
    case 1: .hours(random.naturalInt())
    case 2: .session(TradingSession.sample(&random))
    case 3: .version(ConfigurationVersion.sample(&random))
    case 4: .hourOfDay(random.below(24))
    case 5: .dayOfWeek(random.below(7))
    default: .all
    }
  }
}

extension AccountMetrics: Sample {
  static func sample(_ random: inout SplitMix64) -> AccountMetrics {
    AccountMetrics(
      equity: Figure.sample(&random), drawdown: Figure.sample(&random), drawdownPercent: Figure.sample(&random),
      maximumDrawdown: Figure.sample(&random), underwater: random.natural(), openTrades: random.naturalInt(),
      oldestTrade: random.natural(), exposure: random.natural(), spread: Figure.sample(&random))
  }
}

extension MetricsSnapshot: Sample {
  static func sample(_ random: inout SplitMix64) -> MetricsSnapshot {
    MetricsSnapshot(
      window: MetricsWindow.sample(&random), trades: random.naturalInt(), wins: random.naturalInt(),
      winRate: Figure.sample(&random), winRateLow: Figure.sample(&random), winRateHigh: Figure.sample(&random),
      profitFactor: Figure.sample(&random), expectancy: Figure.sample(&random), averageWin: Figure.sample(&random),
      averageLoss: Figure.sample(&random), net: Money.sample(&random), losingStreak: random.naturalInt(),
      account: AccountMetrics.sample(&random))
  }
}

extension Alert: Sample {
  static func sample(_ random: inout SplitMix64) -> Alert {
    Alert(
      number: random.natural(), kind: random.any(Kind.allCases), phase: random.any([.raised, .cleared]),
      measured: Figure.sample(&random), threshold: random.finite(), session: random.optional(TradingSession.self),
      text: random.text())
  }
}
