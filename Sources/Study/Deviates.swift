package import Domain
import RealModule

/// Normal deviates from a seeded generator, two by two (Box and Muller, Ann. Math. Statist. 29, 1958).
struct Deviates {
  private var generator: SplitMix64
  private var spare: Double?

  init(_ generator: SplitMix64) {
    self.generator = generator
  }

  mutating func unit() -> Double { generator.nextUnit() }

  mutating func normal() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let radius = (-2 * Double.log(1 - generator.nextUnit())).squareRoot()
    let angle = 2 * Double.pi * generator.nextUnit()
    spare = radius * Double.sin(angle)
    return radius * Double.cos(angle)
  }
}

extension SplitMix64 {
  /// The generator of one run of a study: it depends on nothing but these three.
  package init(seed: UInt64, scenario: UInt64, run: UInt64) {
    var words = SplitMix64(seed: seed)
    var second = SplitMix64(seed: words.next() &+ scenario)
    var third = SplitMix64(seed: second.next() &+ run)
    self.init(seed: third.next())
  }
}
