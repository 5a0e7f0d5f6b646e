import Domain
import Statistics
import Testing

@testable import ExperimentEngine

struct TailTests {
  @Test func `the quantile is the order statistic of the trades so far, and unknown below a hundred`() {
    var random = SplitMix64(seed: 21)
    var quantile = LossQuantile()
    var losses: [Int64] = []
    for count in 1...5_000 {
      let profit = Int64(random.next() % 3_000_000) - 2_000_000
      quantile.observe(Money(micros: profit))
      losses.append(max(0, -profit))
      guard count >= 100 else {
        #expect(quantile.threshold == nil)
        continue
      }
      guard count % 97 == 0 else { continue }
      #expect(quantile.threshold == Money(micros: losses.sorted(by: >)[count / 100 - 1]))
    }
  }

  @Test(arguments: 0..<4)
  func `an equal arm goes beyond it at most once in a hundred trades`(seed: UInt64) {
    var random = SplitMix64(seed: 30 + seed)
    var (quantile, tail) = (LossQuantile(), TailLoss())
    for _ in 0..<20_000 {
      let (old, new) = (Int64(random.next() % 3_000_000), Int64(random.next() % 3_000_000))
      if let threshold = quantile.threshold { tail.observe(Money(micros: -new), against: threshold) }
      quantile.observe(Money(micros: -old))
    }
    #expect(tail.tested == 19_900)
    #expect(Double(tail.beyond) < 0.0115 * Double(tail.tested))
    #expect(tail.isAcceptable(alpha: 0.05))
  }

  @Test func `three in a hundred are proven to be too many`() {
    var random = SplitMix64(seed: 40)
    var tail = TailLoss()
    for _ in 0..<3_000 {
      tail.observe(Money(micros: random.nextUnit() < 0.03 ? -2 : 1), against: Money(micros: 1))
    }
    #expect(tail.evidence.rejects(at: 0.05))
    #expect(!tail.isAcceptable(alpha: 0.05))
  }
}
