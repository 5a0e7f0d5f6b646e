import Domain
import Evaluation
import GridTrading
import Testing

/// Nothing of the future reaches a decision.
@Suite struct CausalityTests {
  private let whole: QuoteSeries
  private let cut: Int

  init() throws {
    whole = try TestMarket.series(minutes: 24_000, seed: 3)
    let half = whole.times[whole.count / 2] / MarketTime.minute * MarketTime.minute
    cut = whole.firstIndex(notBefore: half)
  }

  /// The same until the cut; from there on the prices are mirrored and the spread is doubled.
  private var scrambled: QuoteSeries {
    var series = whole.slice(0..<cut)
    let pivot = whole.bids[cut - 1]
    for index in cut..<whole.count {
      let quote = whole[index]
      let bid = 2 * pivot - quote.bid.points
      let ask = bid + 2 * (quote.ask.points - quote.bid.points)
      series.append(Quote(time: quote.time, bid: Price(points: bid), ask: Price(points: ask), path: quote.path))
    }
    return series
  }

  @Test func `another future changes no earlier decision`() throws {
    let (profile, configuration) = (try TestMarket.profile(), try TestMarket.busy())
    let runs = [whole, scrambled].map {
      TunedRun($0, profile: profile, configuration: configuration, settings: TestMarket.eager)
    }
    let earlier = runs.map { run in run.log.filter { $0.time.utc < whole.times[cut] } }
    #expect(earlier[0] == earlier[1])
    #expect(
      (cut..<whole.count).contains { whole.asks[$0] - whole.bids[$0] != scrambled.asks[$0] - scrambled.bids[$0] },
      "the costs must be scrambled too")
    let applied = earlier[0].count { if case .configurationApplied = $0.event { true } else { false } }
    #expect(applied > 2, "there must be decisions to compare")
    #expect(runs[0].log != runs[1].log, "the scrambled future must matter afterwards")
  }

  @Test func `another future changes no earlier day of any bot`() throws {
    let (profile, configuration) = (try TestMarket.profile(), try TestMarket.busy())
    let day = whole.times[cut] / MarketTime.day
    let courses = [whole, scrambled].map { series in
      let tuned = TunedRun(series, profile: profile, configuration: configuration, settings: TestMarket.eager)
      let frozen = FrozenRun(series, profile: profile, configuration: configuration, beside: [tuned.openings])
      let naive = NaiveRun(series, profile: profile, configuration: configuration)
      return [tuned.course, frozen.course, frozen.twins[0], naive.course].map { course in
        course.days.filter { $0.number < day }
      }
    }
    #expect(courses[0] == courses[1])
    #expect(courses[0].allSatisfy { $0.count > 3 })
  }
}
