/// Volatility of a minute by hour of the week, relative to the week's own, from Monday 00:00 UTC.
///
/// Root mean square over EURUSD 2017, 2020 and 2022 of the standard deviations of one-minute log returns in each hour
/// of the day; the first and last hours of the week apart. Measured by `swift test --filter MarketFactsTests`.
enum WeekProfile {
  private static let hours: [Double] = [
    0.80, 0.79, 0.64, 0.58, 0.52, 0.62, 0.95, 1.21, 1.19, 1.06, 1.02, 1.06, 1.54, 1.51, 1.52, 1.34, 1.07, 0.93, 1.04,
    0.86, 0.65, 0.59, 0.54, 0.52,
  ]

  static let volatility: [Double] = (0..<168).map { hour in
    switch hour {
    case 116...118: 0.65
    case 165...167: 0.9
    default: hours[hour % 24]
    }
  }
}
