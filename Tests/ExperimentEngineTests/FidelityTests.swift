import Domain
import Testing

@testable import ExperimentEngine

struct FidelityTests {
  /// Ten trades a day for `days`, of which the bot misses some and gets others at another price.
  static func fidelity(
    days: Int, missed: (Int) -> Bool = { _ in false }, botProfit: (Int64, inout SplitMix64) -> Int64 = { own, _ in own }
  ) -> Fidelity {
    var random = SplitMix64(seed: 50)
    var fidelity = Fidelity()
    for number in 0..<(10 * days) {
      let profit = Int64(random.next() % 30_000_000) - 15_000_000
      let time = Int64(number / 10) * 86_400_000 + Int64(number % 10) * 3_600_000
      func closed(_ profit: Int64) -> ClosedTrade {
        let trade = OpenTrade(
          id: TradeID(Int64(number + 1)), side: .buy, lots: Lots(hundredths: 10), entryTime: time,
          entryPrice: Price(points: 110_000), stopLoss: Price(points: 109_000), takeProfit: Price(points: 111_000),
          version: .first, costs: .none)
        return ClosedTrade(
          trade: trade, exitTime: time, exitPrice: Price(points: 110_100), reason: .takeProfit,
          profit: Money(micros: profit))
      }
      fidelity.shadowClosed(closed(profit))
      if !missed(number) { fidelity.botClosed(closed(botProfit(profit, &random))) }
    }
    return fidelity
  }

  @Test func `a shadow with the bot's trades is faithful, also while the running day is told by one side only`() {
    #expect(Self.fidelity(days: 30).verdict == .faithful)
    #expect(Self.fidelity(days: 30, missed: { $0 >= 290 }).verdict == .faithful)
    #expect(Self.fidelity(days: 4).verdict == .tooEarly)
  }

  @Test func `one trade in fifty that the bot did not make is too many`() {
    guard case .unequalTrades(let share) = Self.fidelity(days: 30, missed: { $0 % 50 == 0 }).verdict else {
      Issue.record("not noticed")
      return
    }
    #expect(share > 0.015 && share < 0.025)
  }

  @Test func `results that have little to do with each other are noticed, slippage is not`() {
    let noisy = Self.fidelity(
      days: 30,
      botProfit: { own, random in
        let noise = Int64(random.next() % 30_000_000)
        return own / 4 + noise - 15_000_000
      })
    guard case .unlikeResults = noisy.verdict else {
      Issue.record("\(noisy.verdict)")
      return
    }
    #expect(Self.fidelity(days: 30, botProfit: { own, _ in own - 300_000 }).verdict == .faithful)
  }
}
