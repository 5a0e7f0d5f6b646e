/// Autocovariances of a stream up to a fixed lag, in one pass and without keeping the stream.
///
/// Sums of products, and the first and last values, are enough to centre them exactly afterwards:
/// n γ_k = Σ x_i x_{i+k} − x̄ (Σ x_i + Σ x_{i+k}) + (n − k) x̄². Meant for differences, whose mean is small beside their
/// spread, so that centring afterwards loses no digits that matter. O(lags) time an observation and O(lags) memory.
package struct RunningAutocovariance: Sendable, Hashable, Codable {
  package let mostLags: Int
  package private(set) var count = 0
  private var sum = 0.0
  /// Σ x_i x_{i+k} at k.
  private var products: [Double]
  private var first: [Double] = []
  /// The last values, the newest at `newest`; every value stands there twice, so that they can be read in one run.
  private var recent: [Double]
  private var newest = 0

  package init(mostLags: Int) {
    precondition(mostLags >= 6, "the shortest search for a block length looks at six lags")
    self.mostLags = mostLags
    products = Array(repeating: 0, count: mostLags + 1)
    recent = Array(repeating: 0, count: 2 * (mostLags + 1))
  }

  package mutating func observe(_ value: Double) {
    let length = mostLags + 1
    newest = newest == 0 ? mostLags : newest - 1
    recent[newest] = value
    recent[newest + length] = value
    let start = newest
    recent.withUnsafeBufferPointer { recent in
      products.withUnsafeMutableBufferPointer { products in
        for lag in 0..<length { products[lag] += value * recent[start + lag] }
      }
    }
    if first.count < length { first.append(value) }
    count += 1
    sum += value
  }

  /// γ_k for k = 0…`lags`, at most `mostLags` and below `count`.
  func covariances(lags: Int) -> [Double] {
    precondition(lags <= mostLags && lags < count, "a lag is shorter than the series and was kept")
    let size = Double(count)
    let mean = sum / size
    var (head, tail) = (0.0, 0.0)
    return (0...lags).map { lag in
      if lag > 0 {
        head += first[lag - 1]
        tail += recent[newest + lag - 1]
      }
      return (products[lag] - mean * (2 * sum - head - tail) + (size - Double(lag)) * mean * mean) / size
    }
  }

  /// Squares of the first and of the last `length` values about the mean, each from the outside in.
  func edgeSquares(_ length: Int) -> (first: [Double], last: [Double]) {
    let mean = sum / Double(count)
    func square(_ value: Double) -> Double { (value - mean) * (value - mean) }
    return (first[..<length].map(square), recent[newest..<(newest + length)].map(square))
  }
}
