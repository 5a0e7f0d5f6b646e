import Domain
import Testing

@testable import ExperimentEngine

struct MeasurementTests {
  @Test(arguments: 0..<3)
  func `the incumbent's shadow closes the bot's own trades, through changes, freezes and halts`(seed: UInt64) {
    var bot = Bot(seed: seed)
    bot.trade(minutes: 2_000)
    bot.change(1, .gridSpacing, to: .pips(22))
    bot.trade(minutes: 2_000)
    bot.change(2, .lotSize, to: .hundredths(8), purpose: .lowerRisk)
    bot.level(.reducing)
    bot.trade(minutes: 500)
    bot.level(.active)
    bot.trade(minutes: 500)
    bot.level(.halted)
    bot.trade(minutes: 100)
    bot.level(.active)
    bot.trade(minutes: 1_000)
    #expect(bot.core.incumbent.fidelity.matched > 200)
    #expect(bot.core.incumbent.fidelity.mismatched == 0)
  }

  @Test func `a bot that trades otherwise than its shadow is noticed`() {
    var bot = Bot(seed: 1)
    bot.trade(minutes: 1_000)
    bot.isBotBlind = true
    bot.trade(minutes: 300)
    bot.isBotBlind = false
    bot.trade(minutes: 3_000)
    #expect(bot.core.incumbent.fidelity.mismatched > 0)
  }

  @Test func `a change that costs money on every trade is found harmful, and not before fifty trades`() throws {
    var bot = Bot(seed: 2, profile: .dear)
    bot.trade(minutes: 1_000)
    bot.change(1, .gridSpacing, to: .pips(12))
    bot.trade(minutes: 8_000)
    let first = try #require(bot.measurements.first { $0.finding == .harmful })
    #expect(first.trades >= 50)
    #expect(bot.measurements.allSatisfy { $0.finding == .harmful || $0.trades < first.trades })
    #expect(first.change == ChangeID(1) && first.version == ConfigurationVersion(2))
  }

  @Test func `a change that saves money on every trade is found better, after a hundred trades and an hour`() throws {
    var configuration = SymbolProfile.dear.defaults
    configuration.gridSpacing = Pips(12.0)
    var bot = Bot(seed: 3, profile: .dear, configuration: configuration)
    bot.trade(minutes: 1_000)
    bot.change(1, .gridSpacing, to: .pips(20))
    bot.trade(minutes: 10_000)
    let first = try #require(bot.measurements.first { $0.finding == .better })
    #expect(first.trades >= 100)
    #expect(!bot.measurements.contains { $0.finding == .harmful })
    #expect((first.lowerBound.known ?? 0) > 0)
    #expect(first.difference > .zero)
  }

  @Test func `a change without any effect is not worse`() throws {
    var bot = Bot(seed: 4)
    bot.trade(minutes: 500)
    bot.change(1, .maxSpread, to: .pips(2.2))
    bot.trade(minutes: 4_000)
    let first = try #require(bot.measurements.first { $0.finding != .open })
    #expect(first.finding == .notWorse)
    #expect(first.trades >= 100)
    #expect(bot.measurements.allSatisfy { $0.difference == .zero })
  }

  @Test func `every block is told, and a comparison that cannot be decided is exhausted`() throws {
    var bot = Bot(seed: 5)
    bot.trade(minutes: 500)
    bot.change(1, .takeProfit, to: .pips(22))
    bot.trade(minutes: 20_000)
    let reports = bot.measurements
    let end = try #require(reports.first { $0.finding == .exhausted })
    #expect(reports.prefix { $0.finding == .open }.map(\.blocks) == Array(1..<end.blocks))
    #expect(end.blocks <= 60)
    #expect(end.margin > 0)
  }

  @Test func `both arms follow a change of another parameter`() {
    var bot = Bot(seed: 6)
    bot.trade(minutes: 500)
    bot.change(1, .maxSpread, to: .pips(2.2))
    bot.trade(minutes: 300)
    bot.change(2, .gridSpacing, to: .pips(14), purpose: .lowerRisk)
    bot.trade(minutes: 4_000)
    #expect(bot.measurements.contains { $0.finding == .notWorse })
    #expect(bot.measurements.allSatisfy { $0.difference == .zero && $0.change == ChangeID(1) })
  }

  @Test func `what needs no proof is not measured and what has ended is measured no longer`() {
    var bot = Bot(seed: 7)
    bot.trade(minutes: 500)
    bot.change(1, .lotSize, to: .hundredths(8), purpose: .lowerRisk)
    bot.change(2, .gridSpacing, to: .pips(20.5), purpose: .rollback)
    bot.trade(minutes: 3_000)
    #expect(bot.measurements.isEmpty)
    bot.change(3, .gridSpacing, to: .pips(22))
    bot.trade(minutes: 1_000)
    #expect(!bot.measurements.isEmpty)
    let count = bot.measurements.count
    bot.end(3, as: .inconclusive)
    bot.trade(minutes: 3_000)
    #expect(bot.measurements.count == count)
  }

  @Test func `a repeated acknowledgement starts nothing anew`() {
    var bot = Bot(seed: 8)
    bot.trade(minutes: 500)
    bot.change(1, .gridSpacing, to: .pips(22))
    bot.trade(minutes: 1_000)
    let blocks = bot.measurements.last?.blocks ?? 0
    bot.give(.event(.configurationApplied(bot.announcement(change: ChangeID(1)))))
    bot.trade(minutes: 1_000)
    #expect((bot.measurements.last?.blocks ?? 0) > blocks)
    #expect(bot.core.measurements.running.count == 1)
  }

  @Test func `steps of one plan are measured side by side`() {
    var bot = Bot(seed: 9)
    bot.trade(minutes: 500)
    bot.change(1, .gridSpacing, to: .pips(22))
    bot.trade(minutes: 700)
    bot.change(2, .gridSpacing, to: .pips(24.2))
    bot.trade(minutes: 700)
    #expect(Set(bot.measurements.suffix(6).map(\.change)) == [ChangeID(1), ChangeID(2)])
  }
}
