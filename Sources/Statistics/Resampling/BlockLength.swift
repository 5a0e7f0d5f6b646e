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
  let size = Double(n)
  let mean = values.reduce(0, +) / size
  let centred = values.map { $0 - mean }
  guard centred.contains(where: { $0 != 0 }) else { return nil }

  let quiet = max(5, Int(Double.log10(size)))
  let longest = min(Int(size.squareRoot().rounded(.up)) + quiet, n - 2)
  let covariance = Autocovariance.of(values, lags: longest)
  let threshold = 2 * (Double.log10(size) / size).squareRoot()
  let squares = centred.map { $0 * $0 }
  let total = squares.reduce(0, +)
  var head = total
  var tail = total
  var isSmall: [Bool] = []
  for lag in 0...longest {
    tail -= squares[lag]
    head -= squares[n - 1 - lag]
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
