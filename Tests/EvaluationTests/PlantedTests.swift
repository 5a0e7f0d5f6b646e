import Domain
import Evaluation
import GridTrading
import Testing

/// The judge before markets of which it is known whether there is anything to find.
@Suite struct PlantedTests {
  private let series: QuoteSeries
  private let profile: SymbolProfile

  init() throws {
    profile = try TestMarket.profile()
    series = try TestMarket.series(minutes: 40_000, seed: 11)
  }

  private func trial() throws -> PlantedTrial {
    PlantedTrial(
      series, profile: profile, configuration: try TestMarket.busy(),
      plan: EvaluationPlan(resamples: 200, seed: 1))
  }

  @Test(arguments: Plant.allCases) func `a bot that knows what was planted is found to be better`(_ plant: Plant) throws
  {
    let bot: PlantedTrial.Bot =
      switch plant {
      case .hours: .knowsHours
      case .costs: .knowsCosts
      }
    let verdict = try #require(try trial().planted(plant, seed: 3)[bot])
    #expect(verdict.isBetter)
    #expect(try #require(verdict.profitFactorRatio) > 1.1)
  }

  @Test func `no bot is better in most of the markets in which there is nothing to know`() throws {
    let trial = try trial()
    for bot in PlantedTrial.Bot.allCases {
      let found = (1...6).count { trial.shuffled(seed: UInt64($0))[bot]?.isBetter == true }
      #expect(found < 3, "\(bot)")
    }
  }

  @Test func `a shuffled market has the minutes of its own at the same times, and no costs where it is free`() throws {
    let pool = MinutePool(series, profile: profile)
    let free = pool.market(MinutePool.Recipe(isFree: true), seed: 5)
    #expect(free.times == series.times)
    #expect(free.bids == free.asks)
    #expect(free.bids != series.bids)
    let dear = pool.market(MinutePool.Recipe(), seed: 5)
    #expect(dear.bids == free.bids)
    #expect(
      zip(dear.asks, dear.bids).map { $0 - $1 }.sorted() == zip(series.asks, series.bids).map { $0 - $1 }.sorted())
    let ranges = [dear, series].map { market in
      stride(from: 0, to: market.count, by: 4).map { start in
        let bids = market.bids[start..<min(start + 4, market.count)]
        return (bids.max() ?? 0) - (bids.min() ?? 0)
      }.sorted()
    }
    #expect(ranges[0] == ranges[1])
  }

  @Test func `after a move the price comes back in the planted sessions, runs on in others, and else does neither`() {
    let pool = MinutePool(series, profile: profile)
    let sessions: SessionSet = [SessionSet(.london), SessionSet(.newYork)]
    let leaning = pool.market(MinutePool.Recipe(reversion: sessions, scale: 100), seed: 8)
    let fair = pool.market(MinutePool.Recipe(), seed: 8)
    #expect(goingOn(leaning, within: sessions).share < 0.47)
    #expect(goingOn(leaning, within: nil).share > 0.53)
    let share = goingOn(fair, within: sessions)
    #expect(abs(share.share - 0.5) < 4 * 0.5 / Double(share.count).squareRoot())
  }

  /// Minutes that closed on the side of the last move of 100 points, of those that closed elsewhere than they opened.
  private func goingOn(_ market: QuoteSeries, within sessions: SessionSet?) -> (share: Double, count: Int) {
    let calendar = TradingCalendar(week: profile.week)
    var (from, before) = (market.bids[0], market.bids[0])
    var direction: Int32 = 1
    var (on, all) = (0, 0)
    for index in stride(from: 3, to: market.count, by: 4) {
      let bid = market.bids[index]
      let present = calendar.hour(at: market.times[index]).sessions
      let counts =
        sessions.map { !$0.isDisjoint(with: present) } ?? present.isDisjoint(with: [.init(.london), .init(.newYork)])
      if counts, bid != before {
        all += 1
        on += (bid - before).signum() == direction ? 1 : 0
      }
      before = bid
      if abs(bid - from) >= 100 {
        direction = bid > from ? 1 : -1
        from = bid
      }
    }
    return (Double(on) / Double(all), all)
  }
}
