import Domain
import Foundation

/// What is measured of a series of one-minute bars, real or synthetic, so that the two can be held side by side.
struct MarketFacts: CustomStringConvertible {
  /// Standard deviation of one-minute log returns, in millionths.
  var volatility = 0.0
  /// Kurtosis of the returns as they are, and of returns divided by the deviation of their hour of the week.
  var kurtosis = 0.0
  var seasonalKurtosis = 0.0
  /// Correlation of absolute seasonal returns a minute, and an hour, apart.
  var clusteringMinute = 0.0
  var clusteringHour = 0.0
  /// Share of seasonal returns beyond ten deviations.
  var beyondTen = 0.0
  /// Standard deviation of daily returns against that of independent minutes.
  var dailyRatio = 0.0
  /// Mean range of a bar in deviations.
  var range = 0.0
  /// Median and ninth decile of weekend gaps, in deviations of a minute.
  var gapMedian = 0.0
  var gapNinthDecile = 0.0
  /// Deviation by hour of the day against the whole.
  var hours: [Double] = []

  init(minutes: [(start: Int64, open: Double, high: Double, low: Double, close: Double)]) {
    var returns: [(hour: Int, value: Double)] = []
    var gaps: [Double] = []
    var dayCloses: [Double] = []
    var ranges = 0.0
    for (before, now) in zip(minutes, minutes.dropFirst()) {
      if now.start / 86_400_000 != before.start / 86_400_000 { dayCloses.append(before.close) }
      ranges += (now.high - now.low) / now.close
      if now.start - before.start == 60_000 {
        let hour = Int((now.start / 3_600_000 + 72) % 168)
        returns.append((hour, log(now.close / before.close)))
      } else if now.start - before.start > 86_400_000 {
        gaps.append(abs(now.open / before.close - 1))
      }
    }
    let deviation = Self.deviation(returns.map(\.value))
    volatility = deviation * 1e6
    kurtosis = Self.kurtosis(returns.map(\.value))
    let byHour = Dictionary(grouping: returns, by: \.hour).mapValues { Self.deviation($0.map(\.value)) }
    let seasonal = returns.map { $0.value / max(byHour[$0.hour] ?? deviation, 1e-9) }
    seasonalKurtosis = Self.kurtosis(seasonal)
    let sizes = seasonal.map { abs($0) }
    clusteringMinute = Self.correlation(sizes, lag: 1)
    clusteringHour = Self.correlation(sizes, lag: 60)
    beyondTen = Double(sizes.count { $0 > 10 }) / Double(sizes.count)
    let days = zip(dayCloses, dayCloses.dropFirst()).map { log($1 / $0) }
    dailyRatio = Self.deviation(days) / (deviation * (Double(returns.count) / Double(days.count)).squareRoot())
    range = ranges / Double(minutes.count) / deviation
    let sorted = gaps.sorted().map { $0 / deviation }
    gapMedian = sorted[sorted.count / 2]
    gapNinthDecile = sorted[sorted.count * 9 / 10]
    hours = (0..<24).map { hour in
      Self.deviation(returns.filter { $0.hour % 24 == hour }.map(\.value)) / deviation
    }
  }

  var description: String {
    func text(_ value: Double) -> String { String(format: "%.3g", value) }
    return """
      volatility \(text(volatility)) ppm, kurtosis \(text(kurtosis)) (seasonal \(text(seasonalKurtosis))), \
      clustering \(text(clusteringMinute)) (1 min) \(text(clusteringHour)) (60 min), beyond 10: \(text(beyondTen)), \
      daily ratio \(text(dailyRatio)), range \(text(range)), gap \(text(gapMedian)) / \(text(gapNinthDecile)), \
      hours \(hours.map { String(format: "%.2f", $0) }.joined(separator: " "))
      """
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  private static func kurtosis(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + pow($1 - mean, 2) } / Double(values.count)
    return values.reduce(0) { $0 + pow($1 - mean, 4) } / Double(values.count) / (square * square)
  }

  private static func correlation(_ values: [Double], lag: Int) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    var product = 0.0
    for index in lag..<values.count { product += (values[index] - mean) * (values[index - lag] - mean) }
    return product / values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
