import Domain
import Wire

extension Quote: Sample {
  static func sample(_ random: inout SplitMix64) -> Quote {
    Quote(
      time: random.whole(), bid: Price.sample(&random), ask: Price.sample(&random),
      path: random.any([.jump, .continuous]))
  }
}

extension OpenTrade: Sample {
  static func sample(_ random: inout SplitMix64) -> OpenTrade {
    OpenTrade(
      id: TradeID.sample(&random), side: random.any([.buy, .sell]), lots: Lots.sample(&random),
      entryTime: random.whole(), entryPrice: Price.sample(&random), stopLoss: Price.sample(&random),
      takeProfit: Price.sample(&random), version: ConfigurationVersion.sample(&random),
      costs: TradeCosts(
        commission: Money.sample(&random), swap: Money.sample(&random), slippage: Money.sample(&random)))
  }
}

extension ClosedTrade: Sample {
  static func sample(_ random: inout SplitMix64) -> ClosedTrade {
    ClosedTrade(
      trade: OpenTrade.sample(&random), exitTime: random.whole(), exitPrice: Price.sample(&random),
      reason: random.any([.takeProfit, .stopLoss, .flattened, .marginCall]), profit: Money.sample(&random))
  }
}

extension AccountState: Sample {
  static func sample(_ random: inout SplitMix64) -> AccountState {
    AccountState(
      balance: Money.sample(&random), equity: Money.sample(&random), deposits: Money.sample(&random),
      margin: Money.sample(&random), openTrades: random.naturalInt())
  }
}

extension Trip: Sample {
  static func sample(_ random: inout SplitMix64) -> Trip {
    Trip(
      id: random.name(40), level: random.any([.frozen, .reducing, .halted]), reason: random.text(),
      source: random.text(), time: random.whole(), repeats: random.flip() ? 0 : Int64(random.below(1_000)))
  }
}

extension Flatness: Sample {
  static func sample(_ random: inout SplitMix64) -> Flatness {
    switch random.below(4) {
    case 0: .notRequired
    case 1: .verifying
    case 2: .verifiedFlat
    default: .notFlat(open: random.list(5, of: TradeID.self), unreachable: random.flip(), unknown: Int(random.below(3)))
    }
  }
}

extension SafetyReport: Sample {
  static func sample(_ random: inout SplitMix64) -> SafetyReport {
    SafetyReport(
      level: SafetyLevel.sample(&random), trips: random.list(4, of: Trip.self), flatness: Flatness.sample(&random),
      more: random.flip() ? 0 : random.below(300))
  }
}

extension ConfigurationApplied: Sample {
  static func sample(_ random: inout SplitMix64) -> ConfigurationApplied {
    ConfigurationApplied(
      version: ConfigurationVersion.sample(&random), configuration: Configuration.sample(&random),
      approved: Configuration.sample(&random), change: random.optional(ChangeID.self),
      turn: random.flip() ? random.naturalInt() : nil, approvals: random.natural())
  }
}

extension Incident: Sample {
  static func sample(_ random: inout SplitMix64) -> Incident {
    Incident(
      kind: random.any([
        .stopsMoved, .foreignTrade, .venueMismatch, .quoteRefused, .notFlat, .fenced, .latchUnreadable, .mixedStack,
        .setAside, .blind,
      ]), detail: random.text())
  }
}
