import Domain
import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct PowerTests {
  @Test func `a sample of the computed size has the power that was asked for`() throws {
    for design in [ComparisonDesign.twoArms, .paired] {
      for alternative in [Alternative.twoSided, .greater] {
        let test = Power(design: design, alternative: alternative, alpha: 0.01)
        for effect in [0.03, 0.2, 1.5] {
          let n = try #require(SampleSize.normal(effect: effect, power: 0.9, test: test))
          #expect(abs(test.normal(effect: effect, n: n) - 0.9) < 1e-12)
          let m = try #require(SampleSize.studentT(effect: effect, power: 0.9, test: test))
          #expect(abs(test.studentT(effect: effect, n: m) - 0.9) < 1e-10)
          #expect(m > n)
          let found = MinimumDetectableEffect.normal(n: n, power: 0.9, test: test)
          #expect(abs(found / effect - 1) < 1e-10)
        }
      }
    }
  }

  @Test func `an effect of the wrong sign or none needs no finite sample`() {
    let oneSided = Power(design: .paired, alternative: .greater)
    #expect(SampleSize.normal(effect: -0.2, test: oneSided) == nil)
    #expect(SampleSize.normal(effect: 0, test: Power(design: .paired)) == nil)
  }

  @Test func `pairing at correlation 0.9 saves nine trades in ten`() throws {
    // A profit factor of 1.2 against 1.32: 0.57 a trade at a deviation of 15.1.
    let unpaired = try #require(SampleSize.normal(effect: 0.57 / 15.1, test: Power(design: .twoArms)))
    let deviation = SampleSize.pairedDeviation(deviation: 15.1, correlation: 0.9)
    let paired = try #require(
      SampleSize.pairs(difference: 0.57, deviation: deviation, test: Power(design: .paired)))
    #expect((10_500...11_500).contains(unpaired))
    #expect((1_030...1_110).contains(paired))
  }

  @Test func `a forecast never runs below zero and knows when it knows no pace`() {
    let early = ExperimentForecast(fixedSize: 1000, tradesSoFar: 650, tradesPerDay: 10)
    #expect(abs(early.remainingTrades - 1000) < 1e-9 && abs((early.days ?? 0) - 100) < 1e-9)
    let late = ExperimentForecast(fixedSize: 100, tradesSoFar: 650, tradesPerDay: 10)
    #expect(late.remainingTrades == 0 && late.days == 0)
    #expect(ExperimentForecast(fixedSize: 100, tradesSoFar: 0, tradesPerDay: 0).days == nil)
  }

  @Test func `the first of several looks and a single look spend what the spending function says`() {
    let single = GroupSequentialBounds(looks: 1, alpha: 0.05)
    #expect(abs(single.bounds[0] - 1.959_963_984_540_054) < 1e-12)
    let first = GroupSequentialBounds(looks: 5, alpha: 0.05, rho: 1, sides: .upper)
    #expect(abs(NormalDistribution.survival(first.bounds[0]) - 0.01) < 1e-13)
  }

  @Test func `two looks spend the level exactly`() {
    // P(Z₁ ≥ b₁ or Z₂ ≥ b₂) by one-dimensional integration over the first look.
    let bounds = GroupSequentialBounds(times: [0.4, 1], alpha: 0.05, rho: 2, sides: .upper).bounds
    let step = 1e-3
    var crossed = NormalDistribution.survival(bounds[0])
    for index in 0..<11_000 {
      let z = bounds[0] - (Double(index) + 0.5) * step
      let needed = (bounds[1] - z * 0.4.squareRoot()) / 0.6.squareRoot()
      crossed += step * NormalDistribution.density(z) * NormalDistribution.survival(needed)
    }
    #expect(abs(crossed - 0.05) < 1e-7)
  }

  @Test func `looking ten times at nothing is wrong as often as the level says`() {
    let bounds = GroupSequentialBounds(looks: 10, alpha: 0.1, rho: 1).bounds
    var generator = SplitMix64(seed: 61)
    var crossings = 0
    for _ in 0..<10_000 {
      var score = 0.0
      for look in 1...10 {
        score += generator.standardNormal()
        if abs(score) / Double(look).squareRoot() >= bounds[look - 1] {
          crossings += 1
          break
        }
      }
    }
    // 1,000 expected, standard deviation 30.
    #expect((880...1_120).contains(crossings))
  }
}
