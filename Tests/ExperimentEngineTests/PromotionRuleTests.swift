import Domain
import Statistics
import Testing

@testable import ExperimentEngine

/// A comparison of made-up trades: 10 won, 16 lost by the incumbent, and candidates that differ as a closure says.
private struct MadeUp {
  var comparison: PairedComparison
  var random: SplitMix64
  private var old = Money.zero
  private var new: [Money]
  private var blocksSeen = 0

  init(candidates: Int = 1, seed: UInt64, level: Double = 0.05, plan: PairedComparison.Plan = .init()) {
    comparison = PairedComparison(candidates: candidates, alpha: level / Double(candidates), plan: plan, open: 0)
    random = SplitMix64(seed: seed)
    new = Array(repeating: .zero, count: candidates)
  }

  /// - Parameter difference: of each candidate's trade, from the incumbent's and a random number.
  mutating func trade(_ count: Int, difference: (_ candidate: Int, _ old: Double, _ unit: Double) -> Double) {
    for _ in 0..<count {
      let profit = random.nextUnit() < 0.65 ? 10.0 : -16.0
      for index in new.indices {
        let own = profit + difference(index, profit, random.nextUnit())
        comparison.close(index, Money(own))
        new[index] = new[index] + Money(own)
      }
      comparison.closeIncumbent(Money(profit))
      old = old + Money(profit)
      for index in new.indices { comparison.settle(index, new[index] - old, within: -100...100) }
      _ = comparison.endTrade(old, open: Int64(comparison.trades))
    }
  }

  func unmet(_ candidate: Int = 0, worstCaseRises: Bool = false) -> [PromotionRule.Condition] {
    PromotionRule(level: 0.05).unmet(by: candidate, of: comparison, worstCaseRises: worstCaseRises)
  }

  func verdict(fidelity: Fidelity.Verdict = .faithful) -> PromotionRule.Verdict {
    PromotionRule(level: 0.05).judge(
      comparison, worstCaseRises: comparison.candidates.map { _ in false }, fidelity: fidelity)
  }
}

extension Money {
  fileprivate init(_ value: Double) { self.init(micros: Int64((value * 1e6).rounded())) }
}

struct PromotionRuleTests {
  @Test func `a candidate that gains on every trade is promoted at the fifteenth block and not before`() {
    var arms = MadeUp(seed: 1)
    arms.trade(749) { _, _, unit in 1.5 + unit }
    #expect(arms.unmet() == [.leastBlocks])
    #expect(arms.verdict() == .open)
    arms.trade(1) { _, _, unit in 1.5 + unit }
    #expect(arms.verdict() == .promoted(0))
  }

  @Test func `the best of several is promoted`() {
    var arms = MadeUp(candidates: 3, seed: 2)
    arms.trade(750) { candidate, _, unit in Double(candidate) * 1.5 + unit }
    #expect(arms.verdict() == .promoted(2))
  }

  @Test func `a worst case above the incumbent's is never promoted`() {
    var arms = MadeUp(seed: 3)
    arms.trade(800) { _, _, unit in 1.5 + unit }
    #expect(arms.unmet(worstCaseRises: true) == [.worstCase])
  }

  @Test func `one loss far beyond the incumbent's largest bars a promotion`() {
    var arms = MadeUp(seed: 4)
    arms.trade(800) { _, _, unit in 1.5 + unit }
    #expect(arms.unmet().isEmpty)
    arms.trade(1) { _, _, _ in -80 }
    #expect(arms.unmet().contains(.largestLoss))
  }

  /// Each of the candidate's rare losses is hardly larger than the incumbent's usual one, so only their number tells.
  @Test func `losing beyond the incumbent's hundredth more than once in fifty bars a promotion`() {
    var arms = MadeUp(seed: 5)
    arms.trade(800) { _, old, unit in old < 0 && unit < 0.2 ? -1 : 3 }
    #expect(arms.unmet() == [.tailLoss])
    #expect((arms.comparison.candidates[0].tail.beyond) > 20)
  }

  @Test func `a deeper drawdown bars a promotion`() {
    var arms = MadeUp(seed: 6)
    arms.trade(800) { _, _, unit in 2 + unit }
    arms.trade(60) { _, old, _ in old > 0 ? -15 : 0 }
    #expect(arms.unmet().contains(.drawdown))
  }

  @Test func `differences that are skewed to the left need thirty blocks`() {
    var arms = MadeUp(seed: 7, plan: .init(followsDependence: false))
    var number = 0
    arms.trade(1_000) { _, _, unit in
      number += 1
      return number == 700 ? -60 : 2 + 0.1 * unit
    }
    #expect((arms.comparison.candidates[0].skewness.value ?? 0) < -2)
    #expect(arms.comparison.blocks == 20)
    #expect(arms.unmet().contains(.leastBlocks))
    arms.trade(500) { _, _, unit in 2 + 0.1 * unit }
    #expect(!arms.unmet().contains(.leastBlocks))
  }

  @Test func `a shadow that does not trade as the bot does proves nothing`() {
    var arms = MadeUp(seed: 8)
    arms.trade(750) { _, _, unit in 1.5 + unit }
    #expect(arms.verdict(fidelity: .tooEarly) == .open)
    let unlike = Fidelity.Verdict.unequalTrades(share: 0.2)
    #expect(arms.verdict(fidelity: unlike) == .inconclusive(.unfaithful(unlike)))
  }

  @Test func `a broken bound, a proven loss and a hopeless gain end the experiment`() {
    var broken = MadeUp(seed: 9)
    broken.trade(100) { _, _, unit in unit }
    broken.trade(1) { _, _, _ in -101 }
    #expect(broken.verdict() == .inconclusive(.void))
    var worse = MadeUp(seed: 10)
    worse.trade(750) { _, _, unit in -2 - unit }
    #expect(worse.verdict() == .rejected)
    var alike = MadeUp(seed: 11)
    alike.trade(750) { _, _, unit in 0.2 * (unit - 0.5) }
    guard case .inconclusive(.gainTooSmall) = alike.verdict() else {
      Issue.record("\(alike.verdict())")
      return
    }
  }

  @Test func `K candidates share the level`() {
    var arms = MadeUp(candidates: 4, seed: 12)
    arms.trade(750) { _, _, unit in 0.35 + 4 * (unit - 0.5) }
    let rule = PromotionRule(level: 0.05)
    let logs = arms.comparison.candidates.map(\.gain.logEValue)
    for index in 0..<4 {
      let isUnmet = rule.unmet(by: index, of: arms.comparison, worstCaseRises: false).contains(.eProcess)
      #expect(isUnmet == (logs[index] < 4.382026634673881))
    }
  }
}
