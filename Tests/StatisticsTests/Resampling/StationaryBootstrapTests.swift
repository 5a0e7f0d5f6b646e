import Domain
import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct StationaryBootstrapTests {
  /// x_i = φ x_{i−1} + noise.
  private func autoregression(_ count: Int, phi: Double, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    var value = 0.0
    return (0..<count).map { _ in
      value = phi * value + generator.standardNormal()
      return value
    }
  }

  @Test func `blocks have the mean length that was asked for`() {
    var generator = SplitMix64(seed: 41)
    let indices = StationaryBootstrap(meanBlock: 8).indices(count: 80_000, using: &generator)
    var blocks = 1
    for (previous, next) in zip(indices, indices.dropFirst()) where next != (previous + 1) % 80_000 { blocks += 1 }
    #expect(abs(80_000 / Double(blocks) - 8) < 0.3)
  }

  @Test func `a mean block of one is the bootstrap of independent observations`() {
    let starts = [3, 1, 2, 0]
    #expect(
      StationaryBootstrap.indices(starts: starts, uniforms: [0.9, 0.9, 0.1, 0.99], probability: 1) == starts)
  }

  @Test func `equal seeds give equal resamples`() {
    var first = SplitMix64(seed: 5)
    var second = SplitMix64(seed: 5)
    let bootstrap = StationaryBootstrap(meanBlock: 4)
    #expect(
      bootstrap.indices(count: 50, resamples: 3, using: &first)
        == bootstrap.indices(count: 50, resamples: 3, using: &second))
  }

  @Test func `resampling reaches the closed form of the variance of the mean`() throws {
    let values = autoregression(150, phi: 0.6, seed: 42)
    let bootstrap = StationaryBootstrap(meanBlock: 7)
    var generator = SplitMix64(seed: 43)
    let means = bootstrap.replicates(values, resamples: 4000, using: &generator) {
      $0.reduce(0, +) / Double($0.count)
    }
    let exact = try #require(bootstrap.varianceOfMean(values))
    let sampled = try #require(SampleMoments(means)).variance
    // The relative standard error of a variance from 4,000 draws is 2.2 %.
    #expect(abs(sampled / exact - 1) < 0.08)
  }

  @Test func `a dependent series wants longer blocks than an independent one`() throws {
    let independent = try #require(politisWhiteBlockLength(autoregression(2000, phi: 0, seed: 44)))
    let dependent = try #require(politisWhiteBlockLength(autoregression(2000, phi: 0.8, seed: 44)))
    #expect(independent.stationary < 6)
    #expect(dependent.stationary > 2.5 * independent.stationary)
    #expect(abs(dependent.circular / dependent.stationary - 1.144_714_242_553_332) < 1e-9)
  }

  @Test func `a series that does not vary has no block length`() {
    #expect(politisWhiteBlockLength([Double](repeating: 1, count: 100)) == nil)
    #expect(politisWhiteBlockLength([1, 2, 3]) == nil)
    for count in 9...60 { _ = politisWhiteBlockLength(autoregression(count, phi: 0.5, seed: 45)) }
  }

  @Test func `the long-run variance sees what the plain variance misses`() throws {
    let values = autoregression(4000, phi: 0.5, seed: 46)
    let plain = try #require(SampleMoments(values)).variance
    let longRun = try #require(LongRunVariance.neweyWest(values, lags: 30))
    // (1 + φ) / (1 − φ) = 3.
    #expect(abs(longRun / plain - 3) < 0.5)
  }

  @Test func `intervals of a symmetric statistic agree with each other`() throws {
    let values = autoregression(200, phi: 0, seed: 47)
    let mean: ([Double]) -> Double = { $0.reduce(0, +) / Double($0.count) }
    var generator = SplitMix64(seed: 48)
    let replicates = StationaryBootstrap(meanBlock: 1).replicates(
      values, resamples: 4000, using: &generator, statistic: mean)
    let percentile = try #require(BootstrapInterval.percentile(replicates))
    let basic = try #require(BootstrapInterval.basic(estimate: mean(values), replicates))
    let bca = try #require(
      BootstrapInterval.bca(
        estimate: mean(values), replicates, jackknife: BootstrapInterval.jackknife(values, statistic: mean)))
    let width = percentile.upper - percentile.lower
    for interval in [basic, bca] {
      #expect(abs(interval.lower - percentile.lower) < 0.1 * width)
      #expect(abs(interval.upper - percentile.upper) < 0.1 * width)
    }
    #expect(BootstrapInterval.bca(estimate: 100, replicates, jackknife: values) == nil)
  }
}
