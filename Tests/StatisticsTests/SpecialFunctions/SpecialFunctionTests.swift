import Domain
import RealModule
import Testing

@testable import ReferenceStatistics
@testable import Statistics

/// References were computed with 40 digits.
struct SpecialFunctionTests {
  private func isClose(_ actual: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(actual - expected) <= tolerance * abs(expected)
  }

  @Test(arguments: [
    (-37, 5.725_571_222_524_576_8e-300, -689.030_585_576_890_59),
    (-20, 2.753_624_118_606_233_7e-89, -203.917_155_371_097_26),
    (-8, 6.220_960_574_271_784_1e-16, -35.013_437_159_914_55),
    (-1.5, 0.066_807_201_268_858_066, -2.705_944_400_823_889_8),
    (2.5, 0.993_790_334_674_223_86, -0.006_229_025_485_860_002_4),
  ])
  func `the normal distribution keeps its digits deep in the tail`(x: Double, cdf: Double, logCDF: Double) {
    #expect(isClose(NormalDistribution.cdf(x), cdf))
    #expect(isClose(NormalDistribution.logCDF(x), logCDF, 1e-14))
    #expect(isClose(NormalDistribution.survival(-x), cdf))
  }

  @Test func `the normal quantile inverts the distribution over three hundred decades`() {
    for exponent in stride(from: -300.0, through: -0.302, by: 0.73) {
      let p = Double.pow10(exponent)
      #expect(isClose(NormalDistribution.cdf(NormalDistribution.quantile(p)), p, 3e-12 + 1e-15 * -exponent * 100))
    }
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
  }

  @Test func `the log of the normal distribution is smooth where its formula changes`() {
    for edge in [-20.0, 0] {
      let step = 1e-6
      let left = NormalDistribution.logCDF(edge) - NormalDistribution.logCDF(edge - step)
      let right = NormalDistribution.logCDF(edge + step) - NormalDistribution.logCDF(edge)
      #expect(isClose(left, right, 1e-5))
    }
  }

  @Test(arguments: [
    (66, 36, 0.6, 0.159_816_223_112_118_89), (0.5, 2, 1e-10, 1.499_999_999_95e-5),
    (200, 100, 0.5, 2.646_554_602_579_636_8e-9), (3, 50, 0.01, 0.015_352_625_733_659_102),
  ])
  func `the incomplete beta function is accurate`(a: Double, b: Double, x: Double, expected: Double) {
    #expect(isClose(IncompleteBeta.regularized(x, a: a, b: b), expected))
  }

  @Test(arguments: [
    (500, 480, 0.186_281_973_190_324_6, 0.813_718_026_809_675_4),
    (0.5, 30, 0.999_999_999_999_990_51, 9.485_737_571_073_848_4e-15),
    (2, 0.001, 4.996_667_916_333_403e-7, 0.999_999_500_333_208_37),
  ])
  func `the incomplete gamma functions are accurate`(a: Double, x: Double, lower: Double, upper: Double) {
    #expect(isClose(IncompleteGamma.lower(a: a, x: x), lower))
    #expect(isClose(IncompleteGamma.upper(a: a, x: x), upper))
  }

  @Test func `the beta function of very unequal shapes loses nothing`() {
    #expect(isClose(LogGamma.beta(1e8, 3), -54.568_895_081_297_151, 1e-14))
  }

  @Test func `the inverse of the incomplete beta function finds its point in both tails`() {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<400 {
      let a = 0.1 + 200 * generator.nextUnit()
      let b = 0.1 + 200 * generator.nextUnit()
      let p = generator.nextUnit() * generator.nextUnit()
      let point = IncompleteBeta.point(probability: p, a: a, b: b)
      let back = IncompleteBeta.regularized(point.value, complement: point.complement, a: a, b: b)
      #expect(isClose(back, p, 1e-11), "a \(a), b \(b), p \(p)")
    }
  }

  @Test func `the t quantile inverts the t distribution`() {
    var generator = SplitMix64(seed: 12)
    for _ in 0..<300 {
      let distribution = StudentT(degreesOfFreedom: 0.5 + 300 * generator.nextUnit())
      let p = generator.nextUnit()
      #expect(isClose(distribution.cdf(distribution.quantile(p)), p, 1e-11))
    }
  }

  @Test func `binomial probabilities add up to the distribution function`() {
    for trials in 0...30 {
      for probability in [0, 0.1, 0.5, 0.93, 1] {
        let binomial = Binomial(trials: trials, probability: probability)
        var sum = 0.0
        for successes in 0...trials {
          sum += binomial.mass(successes)
          #expect(abs(sum - binomial.cdf(successes)) < 1e-13)
        }
        #expect(abs(sum - 1) < 1e-13)
      }
    }
  }

  @Test func `a noncentral t without an effect is Student's t`() {
    for degrees in [1.5, 7, 90] {
      let central = StudentT(degreesOfFreedom: degrees)
      let noncentral = NoncentralT(degreesOfFreedom: degrees, noncentrality: 0)
      for t in [-3.0, -0.2, 0, 1, 5] { #expect(abs(noncentral.cdf(t) - central.cdf(t)) < 1e-13) }
    }
  }
}

extension Double {
  fileprivate static func pow10(_ exponent: Double) -> Double { .exp(exponent * .log(10)) }
}
