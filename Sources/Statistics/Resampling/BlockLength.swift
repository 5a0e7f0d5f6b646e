import RealModule

/// Mean block lengths for bootstraps of a dependent series.
package struct BlockLength: Sendable, Hashable {
  /// For the stationary bootstrap.
  package var stationary: Double
  /// For the circular block bootstrap.
  package var circular: Double
}

/// The block length that minimises the mean squared error of the bootstrap variance of the mean.
///
/// Politis and White (Econometric Reviews 23, 2004) with the correction of Patton, Politis and White (28, 2009):
/// b = (2 ĝ² / D)^{1/3} n^{1/3}, flat-top lag window of twice the lag after which K_n = max(5, log₁₀ n)
/// autocorrelations are all below 2 √(log₁₀ n / n); at most min(3 √n, n/3).
///
/// The search for that lag follows the implementation that practice compares with (arch): the first lag of the
/// quiet stretch itself counts, and autocorrelations are scaled by the sums of squares of the overlapping parts.
/// Nil below nine observations, or when they do not vary.
package func politisWhiteBlockLength(_ values: [Double]) -> BlockLength? {
  let n = values.count
  guard n >= 9 else { return nil }
  let mean = values.reduce(0, +) / Double(n)
  let squares = values.map { ($0 - mean) * ($0 - mean) }
  guard squares.contains(where: { $0 != 0 }) else { return nil }
  let longest = longestLag(count: n)
  return blockLength(
    count: n, covariance: Autocovariance.of(values, lags: longest), total: squares.reduce(0, +),
    first: Array(squares.prefix(longest + 1)), last: Array(squares.reversed().prefix(longest + 1)))
}

/// The same from a stream of which only the sums were kept; lags beyond `mostLags` are not looked at.
package func politisWhiteBlockLength(_ values: RunningAutocovariance) -> BlockLength? {
  let n = values.count
  guard n >= 9 else { return nil }
  let longest = min(longestLag(count: n), values.mostLags)
  let covariance = values.covariances(lags: longest)
  guard covariance[0] > 0, covariance[0].isFinite else { return nil }
  let (first, last) = values.edgeSquares(longest + 1)
  return blockLength(count: n, covariance: covariance, total: covariance[0] * Double(n), first: first, last: last)
}

private func quietLags(count: Int) -> Int { max(5, Int(Double.log10(Double(count)))) }

private func longestLag(count: Int) -> Int {
  min(Int(Double(count).squareRoot().rounded(.up)) + quietLags(count: count), count - 2)
}

/// - Parameters:
///   - covariance: at lags from zero to the longest.
///   - total: the sum of all squares about the mean.
///   - first: the first squares about the mean, in order, as many as there are covariances.
///   - last: the last ones, the newest first.
private func blockLength(
  count n: Int, covariance: [Double], total: Double, first: [Double], last: [Double]
) -> BlockLength? {
  let size = Double(n)
  let quiet = quietLags(count: n)
  let longest = covariance.count - 1
  let threshold = 2 * (Double.log10(size) / size).squareRoot()
  var head = total
  var tail = total
  var isSmall: [Bool] = []
  for lag in 0...longest {
    tail -= first[lag]
    head -= last[lag]
    isSmall.append(abs(covariance[lag]) * size < threshold * (max(0, tail) * max(0, head)).squareRoot())
  }
  var window = longest
  if longest >= quiet {
    for end in quiet...longest where isSmall[(end - quiet)..<end].allSatisfy({ $0 }) {
      window = min(longest, 2 * max(end - quiet, 1))
      break
    }
  }

  var spread = 0.0
  var longRun = covariance[0]
  for lag in 1...window {
    let position = Double(lag) / Double(window)
    let taper = position <= 0.5 ? 1 : 2 * (1 - position)
    spread += 2 * taper * Double(lag) * covariance[lag]
    longRun += 2 * taper * covariance[lag]
  }
  let limit = min(3 * size.squareRoot(), size / 3).rounded(.up)
  func length(_ constant: Double) -> Double {
    let variance = constant * longRun * longRun
    return min(limit, .root(2 * spread * spread / variance, 3) * .root(size, 3))
  }
  return BlockLength(stationary: length(2), circular: length(4.0 / 3))
}

/// Dependence of a series on its own past.
package enum Autocovariance {
  /// γ_k = (1/n) Σ (x_i − x̄)(x_{i+k} − x̄) for k = 0…`lags`.
  package static func of(_ values: [Double], lags: Int) -> [Double] {
    let n = values.count
    precondition(lags < n, "a lag is shorter than the series")
    let mean = values.reduce(0, +) / Double(n)
    let centred = values.map { $0 - mean }
    return (0...lags).map { lag in
      var sum = 0.0
      for index in 0..<(n - lag) { sum += centred[index] * centred[index + lag] }
      return sum / Double(n)
    }
  }
}
