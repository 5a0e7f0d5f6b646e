import Domain
import RealModule

extension SplitMix64 {
  /// A standard normal number (Box and Muller; the second of the pair is thrown away).
  mutating func standardNormal() -> Double {
    let radius = (-2 * Double.log(1 - nextUnit())).squareRoot()
    return radius * Double.cos(2 * Double.pi * nextUnit())
  }

  /// A mean-zero trade with many small wins and few large losses, within [−200, 40].
  mutating func skewedTrade() -> Double {
    nextUnit() < 0.95 ? 10 * nextUnit() : -95 + 10 * (nextUnit() - 0.5)
  }
}
