internal import RealModule

/// How much a gambler stakes on the next observation in [0, 1], from the past alone.
///
/// I. Waudby-Smith and A. Ramdas, JRSS B 86, 2024: mean and variance of the past, each with one pseudo-observation at
/// ½ and ¼.
package struct StakeRule: Sendable, Hashable, Codable {
  private var count = 0
  private var sum = 0.5
  private var sumOfSquaredDeviations = 0.25

  package init() {}

  package mutating func observe(_ value: Double) {
    count += 1
    sum += value
    let deviation = value - mean
    sumOfSquaredDeviations += deviation * deviation
  }

  /// The past's mean, drawn towards one half.
  package var mean: Double { sum / Double(count + 1) }

  /// The past's variance, drawn towards one quarter.
  package var variance: Double { sumOfSquaredDeviations / Double(count + 1) }

  /// √(2 ln(1/α) / (t ln(1 + t) σ̂²)) for the t-th observation, equation (15): the predictable plug-in.
  package func plugIn(alpha: Double) -> Double {
    let next = Double(count + 1)
    return (-2 * Double.log(alpha) / (next * Double.log(1 + next) * variance)).squareRoot()
  }

  /// (μ̂ − m) / (σ̂² + (μ̂ − m)²), the approximate Kelly stake against mean m, section B.3.
  package func approximateKelly(against mean: Double) -> Double {
    let edge = self.mean - mean
    return edge / (variance + edge * edge)
  }
}
