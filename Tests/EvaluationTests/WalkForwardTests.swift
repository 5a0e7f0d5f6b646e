import Domain
import Testing

@testable import Evaluation

@Suite struct WalkForwardTests {
  /// A profit of `profits[day]` on each day from 1970 on.
  private func course(_ profits: [Int64]) -> Course {
    var course = Course()
    var sum = Money.zero
    for (day, profit) in profits.enumerated() {
      var one = Course.Day(number: Int64(day))
      let money = Money(micros: abs(profit) * 1_000_000)
      if profit > 0 { one.grossProfit = money } else { one.grossLoss = money }
      sum = profit > 0 ? sum + money : sum - money
      one.profit = sum
      one.lots = 10
      one.trades = 1
      course.days.append(one)
    }
    return course
  }

  @Test func `stretches are calendar months that add up to the whole`() {
    let profits = (0..<120).map { Int64($0 % 7) - 2 }
    let whole = course(profits)
    let walk = WalkForward(whole, against: whole, months: 2, resamples: 100, seed: 1)
    // January and February, March and April, of 1970.
    #expect(walk.stretches.map { [$0.first, $0.last] } == [[0, 58], [59, 119]])
    #expect(walk.stretches.map(\.tuned.trades) == [59, 61])
    #expect(walk.stretches.map(\.tuned.net).reduce(.zero, +) == Money(micros: profits.reduce(0, +) * 1_000_000))
    #expect(walk.stretches.allSatisfy { $0.comparison.ratios.profitFactorRatio == 1 })
    #expect(walk.better == (0, 2))
  }

  @Test func `a stretch begins at zero, whatever was lost before it`() {
    let part = course([-50, -50, 4, -3, 1, 5]).stretch(2..<6)
    #expect(part.net == Money(micros: 7_000_000))
    #expect(part.maximumDrawdown == Money(micros: 3_000_000))
    #expect(part.days.map(\.profit) == [4, 1, 2, 7].map { Money(micros: $0 * 1_000_000) })
    #expect(part.underwater == 2 * MarketTime.day && part.longestSpell == 2 * MarketTime.day && !part.endsUnderwater)
    #expect(part.lots == 40)
  }
}
