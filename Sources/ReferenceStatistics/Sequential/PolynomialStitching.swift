internal import RealModule

/// A closed-form boundary of the order of the law of the iterated logarithm, stitched over geometric epochs.
///
/// Howard et al. 2021, theorem 1, equation (10), with h(k) = (k + 1)^s ζ(s).
package struct PolynomialStitching: Sendable, Hashable, Codable {
  /// The intrinsic time from which the boundary is meant; before it the boundary is flat.
  package let firstTime: Double
  /// c of the sub-gamma tail; 0 for sub-Gaussian sums.
  package let scale: Double
  /// s > 1: how fast the error is spent over the epochs.
  package let exponent: Double
  /// η > 1: the ratio of an epoch's end to its beginning.
  package let ratio: Double

  package init(firstTime: Double, scale: Double = 0, exponent: Double = 1.4, ratio: Double = 2) {
    precondition(firstTime > 0 && scale >= 0, "intrinsic time is positive and a scale not negative")
    precondition(exponent > 1 && ratio > 1, "exponent and ratio lie above one")
    self.firstTime = firstTime
    self.scale = scale
    self.exponent = exponent
    self.ratio = ratio
  }

  package func bound(intrinsicTime: Double, alpha: Double) -> Double {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    let time = max(intrinsicTime, firstTime)
    let epochs = exponent * Double.log(Double.log(ratio * time / firstTime))
    let spent = Double.log(Self.zeta(exponent) / Double.pow(Double.log(ratio), exponent))
    let level = epochs + spent - Double.log(alpha)
    let first = (Double.pow(ratio, 0.25) + Double.pow(ratio, -0.25)) / 2.squareRoot()
    let linear = (ratio.squareRoot() + 1) / 2 * scale * level
    return (first * first * time * level + linear * linear).squareRoot() + linear
  }

  /// Riemann's ζ(s) for s > 1: the first terms and the Euler–Maclaurin remainder.
  static func zeta(_ s: Double) -> Double {
    let terms = 20
    let end = Double(terms)
    var sum = 0.0
    for term in stride(from: terms - 1, through: 1, by: -1) { sum += Double.pow(Double(term), -s) }
    sum += Double.pow(end, 1 - s) / (s - 1) + 0.5 * Double.pow(end, -s)
    var factor = s * Double.pow(end, -s - 1)
    // B₂ⱼ / (2j)! for j = 1 … 5.
    let coefficients = [1.0 / 12, -1.0 / 720, 1.0 / 30_240, -1.0 / 1_209_600, 1.0 / 47_900_160]
    for (index, coefficient) in coefficients.enumerated() {
      sum += coefficient * factor
      let order = s + Double(2 * index + 1)
      factor *= order * (order + 1) / (end * end)
    }
    return sum
  }
}
