internal import RealModule

/// A window over a stream that shortens itself as soon as its older part has another mean than its newer part.
///
/// Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007: at most five buckets of
/// each power of two summarise the window (ADWIN2), and it is cut where |μ̂₀ − μ̂₁| exceeds
/// √(2 σ² ln(2 ln W / δ) / m) + ⅔ ln(2 ln W / δ) / m, 1/m = 1/n₀ + 1/n₁ with the shortest part allowed for in both.
/// As in the paper a cut drops the oldest buckets only, so the window keeps what is consistent with now; callers that
/// want to begin afresh after a cut, as some public implementations do, call `restart()`.
/// O(log W) time and memory an observation; the storage is reused, so nothing is allocated once it has grown.
package struct Adwin: Sendable, Hashable, Codable {
  /// The confidence parameter δ: smaller, fewer false cuts.
  package let delta: Double
  /// A cut is looked for at every `clock`-th observation.
  package let clock: Int
  /// The length of the window, W.
  package private(set) var width = 0
  package private(set) var total = 0.0
  /// The sum of squared deviations from the window's mean.
  package private(set) var sumOfSquaredDeviations = 0.0
  package private(set) var count = 0
  /// True when the newest observation made the window shorter.
  package private(set) var didCut = false
  /// True once a value was not finite: the window stands still and says nothing any more.
  package private(set) var isVoid = false

  /// Oldest, and therefore largest, first.
  private var buckets: [Bucket] = []

  private static let bucketsOfASize = 5
  private static let shortestWindow = 10
  private static let shortestPart = 5

  private struct Bucket: Sendable, Hashable, Codable {
    var exponent: Int
    var total: Double
    var sumOfSquaredDeviations: Double

    var size: Int { 1 << exponent }
    var mean: Double { total / Double(size) }

    /// Takes in a bucket of the same size; the size doubles.
    mutating func merge(_ other: Bucket) {
      let distance = mean - other.mean
      sumOfSquaredDeviations += other.sumOfSquaredDeviations + Double(size) * distance * distance / 2
      total += other.total
      exponent += 1
    }
  }

  package init(delta: Double = 0.002, clock: Int = 32) {
    precondition(delta > 0 && delta < 1, "a confidence parameter lies between 0 and 1")
    precondition(clock >= 1, "the clock is a number of observations")
    self.delta = delta
    self.clock = clock
  }

  /// The mean of the window; nil while it is empty or void.
  package var mean: Double? { isVoid || width == 0 ? nil : total / Double(width) }

  package mutating func observe(_ value: Double) {
    guard !isVoid else { return }
    guard value.isFinite else {
      isVoid = true
      didCut = false
      return
    }
    insert(value)
    didCut = false
    count += 1
    guard count % clock == 0 else { return }
    while width > Self.shortestWindow, isOlderPartDifferent() {
      dropOldest()
      didCut = true
    }
  }

  /// Forgets everything but the parameters.
  package mutating func restart() {
    buckets.removeAll(keepingCapacity: true)
    (width, total, sumOfSquaredDeviations, count) = (0, 0, 0, 0)
    (didCut, isVoid) = (false, false)
  }

  private mutating func insert(_ value: Double) {
    if width > 0 {
      let deviation = value - total / Double(width)
      sumOfSquaredDeviations += Double(width) * deviation * deviation / Double(width + 1)
    }
    width += 1
    total += value
    buckets.append(Bucket(exponent: 0, total: value, sumOfSquaredDeviations: 0))
    compress()
  }

  /// Where a size has one bucket too many, its two oldest become one of the next size.
  private mutating func compress() {
    var end = buckets.count
    var exponent = 0
    while true {
      var start = end
      while start > 0, buckets[start - 1].exponent == exponent { start -= 1 }
      guard end - start > Self.bucketsOfASize else { return }
      buckets[start].merge(buckets[start + 1])
      buckets.remove(at: start + 1)
      end = start + 1
      exponent += 1
    }
  }

  private func isOlderPartDifferent() -> Bool {
    let logTerm = Double.log(2 * Double.log(Double(width)) / delta)
    let spread = sumOfSquaredDeviations / Double(width)
    var olderSize = 0
    var olderTotal = 0.0
    for bucket in buckets {
      olderSize += bucket.size
      olderTotal += bucket.total
      let newerSize = width - olderSize
      guard newerSize >= Self.shortestPart else { return false }
      guard olderSize >= Self.shortestPart else { continue }
      let inverseSize =
        1 / Double(olderSize - Self.shortestPart + 1) + 1 / Double(newerSize - Self.shortestPart + 1)
      let threshold = (2 * inverseSize * spread * logTerm).squareRoot() + 2 / 3 * logTerm * inverseSize
      let difference = olderTotal / Double(olderSize) - (total - olderTotal) / Double(newerSize)
      if abs(difference) > threshold { return true }
    }
    return false
  }

  private mutating func dropOldest() {
    let oldest = buckets.removeFirst()
    width -= oldest.size
    total -= oldest.total
    let distance = oldest.mean - total / Double(width)
    let between = Double(oldest.size) * Double(width) * distance * distance / Double(oldest.size + width)
    sumOfSquaredDeviations = max(0, sumOfSquaredDeviations - oldest.sumOfSquaredDeviations - between)
  }
}
