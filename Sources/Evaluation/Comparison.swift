internal import Domain
internal import Statistics

/// A bot against another on one file, with what a resampling of the days says about the numbers.
package struct Comparison: Sendable, Codable {
  package let ratios: Ratios
  /// The same numbers on resampled days, both bots' days together.
  let replicates: [Ratios]
  /// Mean length of the drawn stretches, in days.
  package let meanBlock: Double

  /// Draws stretches of days by the stationary bootstrap (Politis and Romano, JASA 89, 1994), of the length that Politis
  /// and White choose for the daily differences, a week at least. The same days are taken of both bots.
  init(of course: Course, against other: Course, resamples: Int, seed: UInt64) {
    ratios = Ratios(of: course, against: other)
    let (own, others) = Self.aligned(course, other)
    let count = own.count
    guard count >= 10 else {
      replicates = []
      meanBlock = 0
      return
    }
    let differences = zip(own, others).map { $0.profit - $1.profit }
    let chosen = politisWhiteBlockLength(differences)?.stationary ?? 5
    meanBlock = min(max(chosen.isFinite ? chosen : 5, 5), Double(count) / 3)
    let bootstrap = StationaryBootstrap(meanBlock: meanBlock)
    let activity = Ratios.activity(of: course, against: other)
    var generator = SplitMix64(seed: seed)
    replicates = (0..<resamples).map { _ in
      var left = DailyPath()
      var right = DailyPath()
      for index in bootstrap.indices(count: count, using: &generator) {
        left.add(own[index])
        right.add(others[index])
      }
      return Ratios(of: left, against: right, activity: activity)
    }
  }

  /// Both bots' days side by side; a day that one has not is nothing.
  private static func aligned(_ course: Course, _ other: Course) -> ([DailyIncrement], [DailyIncrement]) {
    let nothing = DailyIncrement(grossProfit: 0, grossLoss: 0, profit: 0)
    func byDay(_ course: Course) -> [Int64: DailyIncrement] {
      Dictionary(uniqueKeysWithValues: zip(course.days.map(\.number), course.increments))
    }
    let (left, right) = (byDay(course), byDay(other))
    let days = Set(left.keys).union(right.keys).sorted()
    return (days.map { left[$0] ?? nothing }, days.map { right[$0] ?? nothing })
  }

  package func interval(_ number: KeyPath<Ratios, Double?>) -> Interval? {
    Interval(replicates.compactMap { $0[keyPath: number] }, of: replicates.count)
  }

  package var netInterval: Interval? { Interval(replicates.map(\.netDifference), of: replicates.count) }
}

/// A 95 % interval.
package struct Interval: Hashable, Sendable, Codable {
  package var lower: Double
  package var upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Percentiles of replicates; `nil` where a twentieth of them or more was undefined.
  init?(_ replicates: [Double], of count: Int) {
    guard count > 0, replicates.count * 20 > count * 19,
      let interval = BootstrapInterval.percentile(replicates, confidence: 0.95)
    else { return nil }
    lower = interval.lower
    upper = interval.upper
  }
}
