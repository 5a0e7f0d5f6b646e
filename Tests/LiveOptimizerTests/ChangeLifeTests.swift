import Domain
import LiveOptimizer
import Testing

struct ChangeLifeTests {
  @Test func `a change goes from proposal to measuring and is kept when it is proven`() {
    var stage = Stage()
    #expect(stage.propose(.gridSpacing, .pips(22)) == nil)
    #expect(stage.life(1) == [.proposed, .admitted, .staged])
    stage.pass(minutes: 1)
    #expect(stage.life(1) == [.proposed, .admitted, .staged, .applied, .measuring])
    #expect(stage.last(1)?.version == ConfigurationVersion(2))
    stage.pass(minutes: 61)
    stage.measure(1, .notWorse, trades: 90)
    #expect(stage.last(1)?.stage == .measuring)
    stage.measure(1, .notWorse, trades: 100)
    #expect(stage.last(1)?.stage == .kept)
    #expect(stage.last(1)?.measurement?.trades == 100)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
  }

  @Test func `proof within the first hour is believed when the hour is over`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 30)
    stage.measure(1, .better, trades: 120)
    #expect(stage.last(1)?.stage == .measuring)
    stage.pass(minutes: 30)
    #expect(stage.last(1)?.stage == .measuring)
    stage.pass(minutes: 1)
    #expect(stage.last(1)?.stage == .kept)
  }

  @Test func `a harmful change is undone at once, from fifty trades on`() {
    var stage = Stage()
    stage.propose(.stopLoss, .pips(42), .planted)
    stage.pass(minutes: 5)
    stage.measure(1, .harmful, trades: 40)
    #expect(stage.last(1)?.stage == .measuring)
    stage.measure(1, .harmful, trades: 50)
    #expect(stage.last(1)?.stage == .reverted)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.stopLoss == Pips(40.0))
    #expect(stage.last(2)?.purpose == .rollback)
    #expect(stage.last(2)?.undoes == ChangeID(1))
    #expect(stage.last(2)?.stage == .kept)
  }

  @Test func `an unproven change of equal risk goes back to the previous value`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(18))
    stage.pass(minutes: 1)
    stage.measure(1, .exhausted, trades: 600, blocks: 60)
    #expect(stage.last(1)?.stage == .inconclusive)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
  }

  @Test func `an unproven change that lowered risk stays and one that raised it goes back`() {
    var stage = Stage()
    stage.propose(.stopLoss, .pips(38), .remedy, by: .role(.controller))
    stage.pass(minutes: 1)
    stage.measure(1, .open, trades: 600, blocks: 60)
    stage.pass(minutes: 2)
    #expect(stage.last(1)?.stage == .inconclusive)
    #expect(stage.trader.configuration.stopLoss == Pips(38.0))
    stage.propose(.takeProfit, .pips(22))
    stage.pass(minutes: 1)
    stage.measure(2, .void, trades: 70)
    stage.pass(minutes: 1)
    #expect(stage.last(2)?.stage == .inconclusive)
    #expect(stage.trader.configuration.takeProfit == Pips(20.0))
  }

  @Test func `a large move is a plan whose steps wait for an hour and fifty harmless trades`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(25))
    stage.pass(minutes: 90)
    #expect(stage.requests.count == 1)
    stage.measure(1, .open, trades: 50)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.gridSpacing == Pips(24.2))
    stage.measure(2, .open, trades: 50)
    stage.pass(minutes: 59)
    #expect(stage.trader.configuration.gridSpacing == Pips(24.2))
    stage.pass(minutes: 2)
    #expect(stage.trader.configuration.gridSpacing == Pips(25.0))
    #expect([1, 2, 3].map { stage.last($0)?.target } == Array(repeating: .pips(25), count: 3))
    #expect([1, 2, 3].map { stage.last($0)?.stage } == Array(repeating: .measuring, count: 3))
  }

  @Test func `with the hour alone a plan follows its letter`() {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0))
    stage.propose(.gridSpacing, .pips(25))
    stage.pass(minutes: 1 + 60 + 60 + 2)
    #expect(stage.requests.map(\.value) == [.pips(22), .pips(24.2), .pips(25)])
  }

  @Test func `harm in the first step undoes the whole plan`() {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0))
    stage.propose(.gridSpacing, .pips(25))
    stage.pass(minutes: 62)
    #expect(stage.trader.configuration.gridSpacing == Pips(24.2))
    stage.measure(1, .harmful, trades: 60)
    stage.pass(minutes: 1)
    #expect(stage.last(1)?.stage == .reverted)
    #expect(stage.last(2)?.stage == .reverted)
    #expect(stage.trader.configuration.gridSpacing < Pips(24.2))
    stage.pass(minutes: 200)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
    #expect(stage.optimizer.live.isEmpty)
  }

  @Test func `harm in the second step leaves the first one in force and measured`() {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0))
    stage.propose(.gridSpacing, .pips(25))
    stage.pass(minutes: 62)
    stage.measure(2, .harmful, trades: 60)
    stage.pass(minutes: 200)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
    #expect(stage.last(1)?.stage == .measuring)
    stage.measure(1, .better, trades: 200)
    #expect(stage.last(1)?.stage == .kept)
  }

  @Test func `a risk-lowering change is kept without proof and returns in steps after its trades`() {
    var stage = Stage(settings: OptimizerSettings(reductionTrades: 50))
    #expect(stage.propose(.lotSize, .hundredths(8), .lowerRisk, by: .role(.controller)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.last(1)?.stage == .kept)
    stage.closeTrades(40)
    #expect(stage.propose(.lotSize, .hundredths(8), .lowerRisk, by: .role(.controller)) == nil)
    stage.closeTrades(40)
    stage.pass(minutes: 200)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
    stage.closeTrades(10)
    stage.pass(minutes: 2)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    stage.pass(minutes: 58)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    stage.pass(minutes: 4)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 10))
    #expect(stage.last(3)?.purpose == .returnToApproved)
    #expect(stage.records.count { $0.stage == .measuring } == 0)
  }
}
