import Domain
import LiveOptimizer
import Testing

struct RollbackTests {
  @Test func `a person undoes one change`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    #expect(stage.command(.rollBack(change: ChangeID(1), reason: "no")) == nil)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
    #expect(stage.last(1)?.stage == .reverted)
    #expect(stage.last(2)?.undoes == ChangeID(1))
    #expect(stage.last(2)?.by == .person("ana"))
  }

  @Test func `what was never applied cannot be undone`() {
    var stage = Stage()
    #expect(stage.command(.rollBack(change: ChangeID(7), reason: "")) == .unknownChange(ChangeID(7)))
    stage.propose(.gridSpacing, .pips(60))
    guard case .malformed = stage.command(.rollBack(change: ChangeID(1), reason: "")) else {
      Issue.record("a refused change has nothing to undo")
      return
    }
    stage.propose(.gridSpacing, .pips(22))
    #expect(
      stage.command(.rollBack(change: ChangeID(2), reason: ""))
        == .changeInProgress(parameter: .gridSpacing, change: ChangeID(2)))
  }

  @Test func `back to the approved configuration goes in legal order, safest first`() {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0))
    stage.propose(.lotSize, .hundredths(8), .lowerRisk)
    stage.pass(minutes: 1)
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    stage.measure(2, .better, trades: 100)
    stage.pass(minutes: 61)
    stage.propose(.stopLoss, .pips(44))
    stage.pass(minutes: 70)
    #expect(stage.trader.configuration.stopLoss == Pips(44.0))
    let before = stage.requests.count
    #expect(stage.command(.rollBack(change: nil, reason: "home")) == nil)
    stage.pass(minutes: 200)
    #expect(stage.trader.configuration == stage.trader.approved)
    let way = stage.requests.dropFirst(before)
    #expect(way.map(\.parameter) == [.stopLoss, .gridSpacing, .lotSize, .lotSize])
    #expect(way.allSatisfy { $0.purpose == .rollback })
    #expect(stage.optimizer.live.isEmpty)
  }

  @Test func `a rollback that raises risk goes in steps an hour apart`() {
    var stage = Stage()
    stage.propose(.lotSize, .hundredths(8), .lowerRisk)
    stage.pass(minutes: 1)
    stage.command(.rollBack(change: ChangeID(1), reason: "too small"))
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    stage.pass(minutes: 59)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    stage.pass(minutes: 3)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 10))
  }

  @Test func `a rollback decided while frozen is carried out when the bot is active again`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    stage.level(.frozen)
    stage.measure(1, .harmful, trades: 60)
    stage.pass(minutes: 10)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
    stage.level(.active)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
  }

  @Test func `a rollback that meets a freeze at the trader is tried again`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    stage.measure(1, .harmful, trades: 60)
    stage.trader.level = .frozen
    stage.pass(minutes: 1)
    #expect(stage.last(2)?.refusal == .safety(.frozen))
    stage.trader.level = .active
    stage.pass(minutes: 3)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
  }

  @Test func `a step under way when its plan is undone is undone as well`() {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0))
    stage.propose(.gridSpacing, .pips(25))
    stage.pass(minutes: 60)
    stage.isTraderAway = true
    stage.pass(minutes: 1)
    #expect(stage.requests.count == 2)
    stage.measure(1, .harmful, trades: 60)
    stage.isTraderAway = false
    stage.pass(minutes: 200)
    #expect(stage.last(2)?.stage == .reverted)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
  }
}
