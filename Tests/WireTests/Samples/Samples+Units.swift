import Domain
import Wire

extension MarketTime: Sample {
  static func sample(_ random: inout SplitMix64) -> MarketTime { MarketTime(utc: random.whole(), open: random.whole()) }
}

extension Figure: Sample {
  static func sample(_ random: inout SplitMix64) -> Figure {
    random.any([.value(random.finite()), .undefined, .unknown])
  }
}

extension Money: Sample {
  static func sample(_ random: inout SplitMix64) -> Money { Money(micros: random.whole()) }
}

extension Pips: Sample {
  static func sample(_ random: inout SplitMix64) -> Pips { Pips(tenths: random.half()) }
}

extension Price: Sample {
  static func sample(_ random: inout SplitMix64) -> Price { Price(points: random.half()) }
}

extension Lots: Sample {
  static func sample(_ random: inout SplitMix64) -> Lots { Lots(hundredths: random.half()) }
}

extension ConfigurationVersion: Sample {
  static func sample(_ random: inout SplitMix64) -> ConfigurationVersion { ConfigurationVersion(random.natural()) }
}

extension ChangeID: Sample {
  static func sample(_ random: inout SplitMix64) -> ChangeID { ChangeID(random.natural()) }
}

extension ExperimentID: Sample {
  static func sample(_ random: inout SplitMix64) -> ExperimentID { ExperimentID(random.natural()) }
}

extension TradeID: Sample {
  static func sample(_ random: inout SplitMix64) -> TradeID { TradeID(random.natural()) }
}

extension Role: Sample {
  static func sample(_ random: inout SplitMix64) -> Role { random.any(allCases) }
}

extension Origin: Sample {
  static func sample(_ random: inout SplitMix64) -> Origin {
    random.flip() ? .role(Role.sample(&random)) : .person(random.name(20) + " Ø")
  }
}

extension Parameter: Sample {
  static func sample(_ random: inout SplitMix64) -> Parameter { random.any(allCases) }
}

extension TradingSession: Sample {
  static func sample(_ random: inout SplitMix64) -> TradingSession { random.any(allCases) }
}

extension SessionSet: Sample {
  static func sample(_ random: inout SplitMix64) -> SessionSet { SessionSet(rawValue: UInt8(random.below(16))) }
}

extension SafetyLevel: Sample {
  static func sample(_ random: inout SplitMix64) -> SafetyLevel { random.any(allCases) }
}

extension ParameterValue: Sample {
  static func sample(_ random: inout SplitMix64) -> ParameterValue {
    switch random.below(6) {
    case 0: .pips(Pips.sample(&random))
    case 1: .lots(Lots.sample(&random))
    case 2: .count(Int(random.whole()))
    case 3: .sessions(SessionSet.sample(&random))
    case 4: .timeframe(random.any(Timeframe.allCases))
    default: .entryFilter(random.any(EntryFilter.allCases))
    }
  }
}

extension Configuration: Sample {
  static func sample(_ random: inout SplitMix64) -> Configuration {
    Configuration(
      gridSpacing: Pips.sample(&random), takeProfit: Pips.sample(&random), stopLoss: Pips.sample(&random),
      lotSize: Lots.sample(&random), maxPositions: Int(random.whole()), maxSpread: Pips.sample(&random),
      tradingSessions: SessionSet.sample(&random), timeframe: random.any(Timeframe.allCases),
      entryFilter: random.any(EntryFilter.allCases))
  }
}
