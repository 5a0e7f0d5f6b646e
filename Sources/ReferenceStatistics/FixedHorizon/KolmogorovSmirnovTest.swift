/// The largest distance between two empirical distribution functions.
package struct KolmogorovSmirnovTest: Sendable, Hashable {
  package var distance: Double
  /// Two-sided: Kolmogorov's law for one sample of the effective size mn/(m+n), rounded.
  package var p: Double

  /// Nil when either sample is empty.
  package init?(_ first: [Double], _ second: [Double]) {
    guard !first.isEmpty, !second.isEmpty else { return nil }
    let (x, y) = (first.sorted(), second.sorted())
    let (m, n) = (Double(x.count), Double(y.count))
    var (i, j) = (0, 0)
    var largest = 0.0
    while i < x.count && j < y.count {
      let value = min(x[i], y[j])
      while i < x.count && x[i] == value { i += 1 }
      while j < y.count && y[j] == value { j += 1 }
      largest = max(largest, abs(Double(i) / m - Double(j) / n))
    }
    distance = largest
    let effective = (m * n / (m + n)).rounded(.toNearestOrEven)
    p = KolmogorovDistribution.survival(largest, count: max(1, Int(effective)))
  }
}
