import Domain
import Testing

@testable import ExperimentEngine

struct BlockScheduleTests {
  @Test func `a block needs its trades and its time`() {
    let schedule = BlockSchedule(leastTrades: 50, leastTime: 1000, start: 500)
    #expect(!schedule.isOver(trades: 50, open: 1499))
    #expect(!schedule.isOver(trades: 49, open: 9000))
    #expect(schedule.isOver(trades: 50, open: 1500))
  }

  @Test func `the next block is three times the dependence long, never shorter than the least`() {
    var schedule = BlockSchedule(leastTrades: 50, leastTime: 0, start: 0)
    schedule.begin(after: 50, open: 10, dependence: 21.4)
    #expect(schedule.length == 65)
    #expect(!schedule.isOver(trades: 114, open: 20) && schedule.isOver(trades: 115, open: 20))
    schedule.begin(after: 115, open: 20, dependence: 2)
    #expect(schedule.length == 50)
    schedule.begin(after: 165, open: 30, dependence: nil)
    #expect(schedule.length == 50)
  }

  /// Differences that keep their sign for long stretches.
  @Test func `blocks grow where the differences depend on each other, and not where they do not`() {
    func lastLength(stretch: Int, seed: UInt64) -> Int {
      var random = SplitMix64(seed: seed)
      var comparison = PairedComparison(candidates: 1, alpha: 0.05, plan: .init(), open: 0)
      var new = Money.zero
      var direction = Int64(1)
      for number in 0..<3_000 {
        if number % stretch == 0 { direction = random.next() % 2 == 0 ? 1 : -1 }
        new = new + Money(micros: direction * Int64(random.next() % 2_000_000))
        comparison.settle(0, new, within: -10...10)
        comparison.closeIncumbent(Money(micros: 1))
        _ = comparison.endTrade(Money(micros: Int64(number)), open: Int64(number))
      }
      return comparison.schedule.length
    }
    for seed in 0..<5 {
      #expect(lastLength(stretch: 1, seed: UInt64(seed)) == 50)
      #expect(lastLength(stretch: 60, seed: UInt64(seed)) > 100)
    }
  }
}
