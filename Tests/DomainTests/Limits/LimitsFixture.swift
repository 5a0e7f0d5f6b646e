import Domain

/// The design's default configuration.
let defaults = Configuration(
  gridSpacing: Pips(20.0), takeProfit: Pips(20.0), stopLoss: Pips(40.0), lotSize: Lots(hundredths: 10),
  maxPositions: 10, maxSpread: Pips(2.0))

func limits(
  _ current: Configuration = defaults, approved: Configuration = defaults, lastChanged: [Parameter: Int64] = [:],
  safety: SafetyLevel = .active
) -> ChangeLimits {
  ChangeLimits(
    rules: .standard, current: current, approved: approved, lastChanged: lastChanged, safety: safety)
}

func with(_ parameter: Parameter, _ value: ParameterValue, in configuration: Configuration = defaults) -> Configuration
{
  configuration.replacing(parameter, with: value) ?? configuration
}

extension ChangeLimits {
  func refusal(
    _ parameter: Parameter, _ value: ParameterValue, _ purpose: ChangePurpose = .byHand, open: Int64 = 0
  ) -> Refusal? {
    switch check(parameter, to: value, purpose: purpose, now: MarketTime(utc: open, open: open)) {
    case .success: nil
    case .failure(let refusal): refusal
    }
  }
}

extension ParameterValue {
  static func pips(_ number: Double) -> ParameterValue { .pips(Pips(number)) }
  static func hundredths(_ number: Int32) -> ParameterValue { .lots(Lots(hundredths: number)) }
}
