internal import Domain

/// The judgement cut into stretches of months, one after the other: whether what was learnt before a stretch paid in it.
///
/// Nothing restarts. The tuned bot goes through a stretch with what it had decided by then, its twin with the
/// configuration of the first day, so that every stretch is out of the sample of the decisions before it.
package struct WalkForward: Sendable {
  package struct Stretch: Sendable {
    /// UTC days since 1970, the first and the last that had quotes.
    package let first: Int64
    package let last: Int64
    package let tuned: Course
    package let twin: Course
    package let comparison: Comparison
  }

  package let stretches: [Stretch]

  /// - Parameter months: calendar months of each stretch, UTC; the first and the last may be cut.
  package init(_ tuned: Course, against twin: Course, months: Int, resamples: Int, seed: UInt64) {
    precondition(months > 0, "a stretch has months")
    let days = Set(tuned.days.map(\.number)).union(twin.days.map(\.number)).sorted()
    let groups = Dictionary(grouping: days) { CalendarMonth.number($0 * MarketTime.day) / Int64(months) }
    stretches = groups.sorted { $0.key < $1.key }.compactMap { _, days in
      guard let first = days.first, let last = days.last else { return nil }
      let (own, other) = (tuned.stretch(first..<last + 1), twin.stretch(first..<last + 1))
      return Stretch(
        first: first, last: last, tuned: own, twin: other,
        comparison: Comparison(of: own, against: other, resamples: resamples, seed: seed))
    }
  }

  /// Stretches whose profit factor was the tuned bot's, and those of which it can be said.
  package var better: (count: Int, of: Int) {
    let ratios = stretches.compactMap(\.comparison.ratios.profitFactorRatio)
    return (ratios.count { $0 > 1 }, ratios.count)
  }
}
