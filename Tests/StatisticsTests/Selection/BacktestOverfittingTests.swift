import Domain
import Testing

@testable import Statistics

struct BacktestOverfittingTests {
  private func noise(periods: Int, configurations: Int, seed: UInt64, edge: Double = 0) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<periods).map { _ in
      (0..<configurations).map { ($0 == 2 ? edge : 0) + random.standardNormal() }
    }
  }

  @Test func `among configurations without skill the best is as often below the median as above`() throws {
    var moments = RunningMoments()
    for seed: UInt64 in 1...30 {
      let result = try BacktestOverfitting(returns: noise(periods: 64, configurations: 9, seed: seed), blocks: 8)
      #expect(result.logits.count == 70)
      moments.observe(result.probability)
    }
    #expect(moments.mean > 0.4 && moments.mean < 0.7)
  }

  @Test func `a configuration with skill is not overfitted`() throws {
    let returns = noise(periods: 64, configurations: 6, seed: 5, edge: 1.5)
    #expect(try BacktestOverfitting(returns: returns, blocks: 8).probability == 0)
  }

  @Test func `neither the order of the configurations nor their scale matters`() throws {
    let returns = noise(periods: 50, configurations: 5, seed: 6)
    let mirrored = returns.map { Array($0.reversed()).map { 3 * $0 } }
    let (plain, changed) = try (
      BacktestOverfitting(returns: returns, blocks: 6), BacktestOverfitting(returns: mirrored, blocks: 6)
    )
    #expect(plain.logits == changed.logits)
  }

  @Test func `what cannot be ranked is refused`() {
    let returns = noise(periods: 32, configurations: 4, seed: 7)
    #expect(throws: BacktestOverfitting.Failure.blocks(7)) { try BacktestOverfitting(returns: returns, blocks: 7) }
    #expect(throws: BacktestOverfitting.Failure.tooSmall(periods: 32, configurations: 4)) {
      try BacktestOverfitting(returns: returns, blocks: 18)
    }
    var uneven = returns
    uneven[9].removeLast()
    #expect(throws: BacktestOverfitting.Failure.unevenRow(period: 9, expected: 4, found: 3)) {
      try BacktestOverfitting(returns: uneven, blocks: 8)
    }
    let flat = returns.map { row in row.indices.map { $0 == 1 ? 0 : row[$0] } }
    #expect(throws: BacktestOverfitting.Failure.undefinedRatio(configuration: 1)) {
      try BacktestOverfitting(returns: flat, blocks: 8)
    }
    var poisoned = returns
    poisoned[20][3] = .nan
    #expect(throws: BacktestOverfitting.Failure.undefinedRatio(configuration: 3)) {
      try BacktestOverfitting(returns: poisoned, blocks: 8)
    }
  }

  @Test func `a union of uneven blocks has the ratio of its values`() throws {
    let returns = noise(periods: 23, configurations: 2, seed: 8)
    // Blocks of 6, 6, 6 and 5 periods.
    let ratios = try BlockMoments(returns: returns, blocks: 4).sharpeRatios(over: [0, 1, 3])
    for configuration in 0..<2 {
      let values = (returns[0..<12] + returns[18..<23]).map { $0[configuration] }
      let expected = try #require(SharpeRatio(of: values)).value
      #expect(abs(ratios[configuration] - expected) < 1e-12)
    }
  }
}
