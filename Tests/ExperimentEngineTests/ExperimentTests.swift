import Domain
import GridTrading
import Testing

@testable import ExperimentEngine

struct ExperimentTests {
  static let dear: Configuration = {
    var configuration = SymbolProfile.dear.defaults
    configuration.gridSpacing = Pips(12.0)
    return configuration
  }()

  @Test func `a candidate that saves money on every trade is promoted, after fifteen blocks`() throws {
    var bot = Bot(
      seed: 20,
      settings: ExperimenterSettings(blockTrades: 20, blockTime: 0, runSpreads: 5, jumpSpreads: 5), profile: .dear,
      configuration: Self.dear)
    bot.trade(minutes: 500)
    #expect(bot.experiment(.gridSpacing, [.pips(15.6), .pips(12.1)]) == nil)
    let first = try #require(bot.experiments.first { $0.stage == .pairedShadow })
    #expect(first.level == 0.05)
    #expect(first.hypothesis == "better" && first.candidates.map(\.value) == [.pips(15.6), .pips(12.1)])
    bot.trade(minutes: 30_000)
    let end = try #require(bot.experiments.first { $0.stage == .liveRamp })
    #expect(end.winner == 0)
    #expect(end.candidates[0].blocks >= 15)
    #expect((end.candidates[0].lowerBound.known ?? 0) > 0)
    #expect(end.candidates[0].logEValue >= 3.68)
    #expect(end.endedAt == nil && end.story.count == 1)
    #expect((end.candidates[0].correlation.known ?? 0) > 0)
  }

  @Test(arguments: 0..<4)
  func `a candidate that makes no difference is not promoted`(seed: UInt64) throws {
    var bot = Bot(seed: 30 + seed, settings: ExperimenterSettings(blockTrades: 10, blockTime: 0))
    bot.trade(minutes: 500)
    #expect(bot.experiment(.gridSpacing, [.pips(21), .pips(19)]) == nil)
    bot.trade(minutes: 12_000)
    let end = try #require(bot.experiments.last)
    #expect(end.stage == .inconclusive || end.stage == .rejected)
    #expect(end.winner == nil)
  }

  @Test func `a candidate that costs money is rejected`() throws {
    var bot = Bot(seed: 40, settings: ExperimenterSettings(blockTrades: 20, blockTime: 0), profile: .dear)
    bot.trade(minutes: 500)
    bot.experiment(.gridSpacing, [.pips(14)])
    bot.trade(minutes: 12_000)
    #expect(bot.experiments.last?.stage == .rejected)
  }

  @Test func `one experiment runs at a time, the most urgent next, at a level that falls`() {
    var bot = Bot(seed: 41)
    bot.trade(minutes: 300)
    bot.experiment(.gridSpacing, [.pips(22)])
    bot.experiment(.takeProfit, [.pips(22)], priority: 1)
    bot.experiment(.timeframe, [.timeframe(.m30)], priority: 5)
    #expect(bot.experiments.map(\.stage) == [.queued, .pairedShadow, .queued, .queued])
    bot.command(.cancelExperiment(ExperimentID(1), reason: "enough"))
    #expect(bot.experiments.suffix(2).map(\.stage) == [.cancelled, .pairedShadow])
    #expect(bot.experiments.last?.id == ExperimentID(3))
    #expect(abs((bot.experiments.last?.level ?? 0) - 0.1 / 6) < 1e-12)
    bot.command(.cancelExperiment(ExperimentID(2), reason: "not now"))
    #expect(bot.experiments.last?.id == ExperimentID(2) && bot.experiments.last?.stage == .cancelled)
    guard case .malformed = bot.command(.cancelExperiment(ExperimentID(2), reason: "again")) else {
      Issue.record("what has ended cannot be cancelled")
      return
    }
  }

  @Test func `a new quarter starts with the whole level again`() {
    var bot = Bot(seed: 42, settings: ExperimenterSettings(quarter: 10 * MarketTime.hour))
    bot.trade(minutes: 300)
    bot.experiment(.gridSpacing, [.pips(22)])
    bot.command(.cancelExperiment(ExperimentID(1), reason: ""))
    bot.trade(minutes: 400)
    bot.experiment(.gridSpacing, [.pips(22)])
    #expect(bot.experiments.last?.level == 0.05)
  }

  @Test func `the incumbent's own move ends an experiment on that parameter and no other`() {
    var bot = Bot(seed: 43)
    bot.trade(minutes: 300)
    bot.experiment(.gridSpacing, [.pips(24)])
    bot.change(1, .takeProfit, to: .pips(22))
    #expect(bot.experiments.last?.stage == .pairedShadow)
    #expect(bot.core.experiments.running?.trial?.arms[0].shadow.engine.configuration.takeProfit == Pips(22.0))
    #expect(bot.core.experiments.running?.trial?.arms[0].shadow.engine.configuration.gridSpacing == Pips(24.0))
    bot.change(2, .gridSpacing, to: .pips(22))
    #expect(bot.experiments.last?.stage == .inconclusive)
  }

  @Test func `what could never be promoted is refused by its rule`() {
    var bot = Bot(seed: 44)
    #expect(bot.experiment(.gridSpacing, [.pips(20)]) == .unchanged(parameter: .gridSpacing, value: "20"))
    #expect(bot.experiment(.stopLoss, [.pips(44)]) == .worstCaseRises(from: 40_000, to: 44_000))
    guard case .drift = bot.experiment(.gridSpacing, [.pips(27)]),
      case .malformed = bot.experiment(.gridSpacing, []),
      case .malformed = bot.experiment(.gridSpacing, [.pips(21), .pips(21)]),
      case .malformed = bot.experiment(.gridSpacing, [.pips(21), .pips(22), .pips(23), .pips(24), .pips(25)]),
      case .notAuthorised = bot.command(.cancelExperiment(ExperimentID(1), reason: ""), by: .role(.monitor)),
      case .notAuthorised = bot.command(.rollBack(change: nil, reason: ""))
    else {
      Issue.record("one of them was let through")
      return
    }
    #expect(bot.experiments.isEmpty)
  }

  @Test func `a command that comes twice is answered the same way and carried out once`() {
    var bot = Bot(seed: 45)
    #expect(bot.experiment(.gridSpacing, [.pips(22)], id: "x") == nil)
    #expect(bot.experiment(.gridSpacing, [.pips(22)], id: "x") == nil)
    #expect(bot.experiments.count == 2)
  }
}
