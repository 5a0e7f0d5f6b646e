import RealModule
import Testing

@testable import ReferenceStatistics

struct ConjugateMixtureTests {
  @Test(arguments: [NormalMixture.Sides.both, .upper], [1.0, 30, 400])
  func `the normal mixture averages exactly one under the null`(sides: NormalMixture.Sides, time: Double) {
    let mixture = NormalMixture(sides: sides, bestTime: 100, bestAlpha: 0.05)
    let deviation = time.squareRoot()
    let step = 0.01
    // The evidence grows like a Gaussian too, so the integrand reaches further than the density.
    let average = stride(from: -120.0, through: 120, by: step).reduce(0.0) { total, z in
      let density = -0.5 * z * z - 0.5 * Double.log(2 * .pi)
      return total + step * .exp(density + mixture.logEValue(sum: z * deviation, intrinsicTime: time))
    }
    #expect(abs(average - 1) < 1e-6)
  }

  @Test func `the beta-binomial mixture averages exactly one over fair coins`() {
    let trials = 20
    let mixture = BetaBinomialMixture(sides: .both, below: 0.4, above: 0.6, bestTime: 10, bestAlpha: 0.05)
    let average = (0...trials).reduce(0.0) { total, events in
      let sum = Double(events) - 0.4 * Double(trials)
      let evidence = mixture.logEValue(sum: sum, intrinsicTime: 0.24 * Double(trials))
      let logMass =
        LogGamma.choose(trials, events) + Double(events) * .log(0.4) + Double(trials - events) * .log(0.6)
      return total + .exp(logMass + evidence)
    }
    #expect(abs(average - 1) < 1e-10)
  }

  @Test func `at its bound the evidence is one over alpha`() {
    let mixtures: [any ConjugateMixture] = [
      NormalMixture(sides: .both, bestTime: 50, bestAlpha: 0.05),
      NormalMixture(sides: .upper, bestTime: 50, bestAlpha: 0.05),
      GammaExponentialMixture(scale: 2, bestTime: 50, bestAlpha: 0.05),
      BetaBinomialMixture(sides: .upper, below: 0.5, above: 0.5, bestTime: 50, bestAlpha: 0.05),
    ]
    for mixture in mixtures {
      for time in [20.0, 200] {
        let bound = mixture.bound(intrinsicTime: time, alpha: 0.02)
        #expect(abs(mixture.logEValue(sum: bound, intrinsicTime: time) - .log(50)) < 1e-9)
      }
    }
  }

  @Test func `zeta is what it is known to be`() {
    #expect(abs(PolynomialStitching.zeta(2) - Double.pi * .pi / 6) < 1e-14)
    #expect(abs(PolynomialStitching.zeta(4) - Double.pow(.pi, 4) / 90) < 1e-14)
  }
}
