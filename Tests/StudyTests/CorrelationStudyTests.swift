import Domain
import GridTrading
import Testing

@testable import Study

struct CorrelationStudyTests {
  static func replay(quotes: Int, seed: UInt64) throws -> Replay {
    var random = SplitMix64(seed: seed)
    var series = QuoteSeries()
    var bid: Int32 = 110_000
    for number in 0..<quotes {
      bid += Int32(random.next() % 81) - 40
      series.append(
        Quote(
          time: 1_699_228_800_000 + Int64(number) * 15_000, bid: Price(points: bid), ask: Price(points: bid + 10),
          path: number % 4 == 0 ? .jump : .continuous))
    }
    return Replay(series: series, profile: try #require(SymbolProfile.named("EURUSD")), path: .bars)
  }

  @Test func `equity at a mark is what the replay's own account says at its end`() throws {
    let replay = try Self.replay(quotes: 40_000, seed: 1)
    let result = replay.run(replay.profile.defaults)
    let metrics = ReplayMetrics(of: result, in: replay)
    let marks = EquityMarks(of: result, in: replay, at: [0, 10_000, 39_999])
    #expect(marks.values.first == .zero)
    #expect(marks.values.last == metrics.total.net + metrics.equity.floating)
    #expect(metrics.openTrades > 0)
  }

  @Test func `neighbours are more alike than endpoints, and a proof takes longer the less alike they are`() throws {
    let replay = try Self.replay(quotes: 120_000, seed: 2)
    let study = CorrelationStudy(replay, base: replay.profile.defaults)
    #expect(study.blocks == study.trades / 50)
    #expect(study.pairs.count == 12)
    func pair(_ parameter: Parameter, _ change: Int) throws -> CorrelationStudy.Pair {
      try #require(study.pairs.first { $0.parameter == parameter && $0.change == change })
    }
    for parameter in [Parameter.takeProfit, .stopLoss] {
      let (near, far) = (try pair(parameter, 10), try pair(parameter, 30))
      #expect((near.correlation ?? 0) > (far.correlation ?? 1))
      #expect((near.tradesToProve ?? .infinity) <= (far.tradesToProve ?? 0))
    }
    #expect(try pair(.gridSpacing, 30).value == .pips(Pips(26.0)))
    #expect(try pair(.gridSpacing, -10).value == .pips(Pips(18.0)))
  }

  @Test func `too few trades are said to be too few`() throws {
    let replay = try Self.replay(quotes: 300, seed: 3)
    let study = CorrelationStudy(replay, base: replay.profile.defaults)
    #expect(study.blocks == 0 && study.blockDeviation == nil)
    #expect(study.pairs.allSatisfy { $0.correlation == nil && $0.tradesToProve == nil })
  }
}
