import Domain
import LiveOptimizer
import Testing

struct RefusalTests {
  @Test func `nothing is proposed before the trader has spoken or while the bot is not active`() {
    var silent = Stage(starts: false)
    guard case .unknownInputs = silent.propose(.gridSpacing, .pips(22)) else {
      Issue.record("an unknown configuration must block")
      return
    }
    for level in [SafetyLevel.frozen, .reducing, .halted] {
      var stage = Stage()
      stage.level(level)
      #expect(stage.propose(.gridSpacing, .pips(22)) == .safety(level))
      #expect(stage.propose(.lotSize, .hundredths(8), .lowerRisk) == .safety(level))
      #expect(stage.command(.rollBack(change: nil, reason: "home")) == .safety(level))
      #expect(stage.requests.isEmpty)
    }
  }

  @Test func `a refused proposal is a record with its rule and its numbers`() {
    var stage = Stage()
    let rule = Refusal.outOfBounds(parameter: .gridSpacing, value: "60", lowest: "10", highest: "50")
    #expect(stage.propose(.gridSpacing, .pips(60)) == rule)
    #expect(stage.life(1) == [.proposed, .refused])
    #expect(stage.last(1)?.refusal == rule)
    let drift = Refusal.drift(
      parameter: .gridSpacing, value: "27", approved: "20", lowest: "14", highest: "26")
    #expect(stage.propose(.gridSpacing, .pips(27)) == drift)
    #expect(stage.requests.isEmpty)
  }

  @Test func `a parameter has one live change and the bot one measured change`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    let busy = Refusal.changeInProgress(parameter: .gridSpacing, change: ChangeID(1))
    #expect(stage.propose(.gridSpacing, .pips(21)) == busy)
    stage.pass(minutes: 200)
    #expect(stage.propose(.gridSpacing, .pips(21)) == busy)
    #expect(stage.propose(.takeProfit, .pips(21)) == busy)
    #expect(stage.propose(.lotSize, .hundredths(8), .lowerRisk) == nil)
  }

  @Test func `a cooldown is named with what is left of it`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    stage.measure(1, .harmful, trades: 60)
    stage.pass(minutes: 11)
    #expect(
      stage.propose(.gridSpacing, .pips(21))
        == .cooldown(parameter: .gridSpacing, remaining: MarketTime.hour - 10 * MarketTime.minute))
  }

  @Test func `lowering risk does not wait for a measurement on the same parameter`() {
    var stage = Stage()
    stage.propose(.stopLoss, .pips(42))
    stage.pass(minutes: 61)
    #expect(stage.propose(.stopLoss, .pips(40), .lowerRisk, by: .role(.controller)) == nil)
    #expect(stage.last(1)?.stage == .inconclusive)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.stopLoss == Pips(40.0))
  }

  @Test func `a cap that never bound is not moved`() {
    var stage = Stage(settings: OptimizerSettings(effectTrades: 20))
    #expect(stage.propose(.maxPositions, .count(9), .lowerRisk, by: .role(.controller)) == nil)
    stage = Stage(settings: OptimizerSettings(effectTrades: 20))
    stage.closeTrades(20, open: 3, spread: 12)
    #expect(
      stage.propose(.maxPositions, .count(9), .lowerRisk, by: .role(.controller))
        == .withoutEffect(parameter: .maxPositions, value: "9"))
    #expect(
      stage.propose(.maxSpread, .pips(1.8), .lowerRisk, by: .role(.controller))
        == .withoutEffect(parameter: .maxSpread, value: "1.8"))
    #expect(stage.propose(.maxSpread, .pips(2.2)) == .withoutEffect(parameter: .maxSpread, value: "2.2"))
    #expect(
      stage.propose(.maxSpread, .pips(1.4), .lowerRisk, by: .role(.controller))
        == .withoutEffect(parameter: .maxSpread, value: "1.4"))
    #expect(stage.propose(.gridSpacing, .pips(22)) == nil)
    stage = Stage(settings: OptimizerSettings(effectTrades: 20))
    stage.closeTrades(20, open: 10, spread: 19)
    #expect(stage.propose(.maxPositions, .count(9), .lowerRisk, by: .role(.controller)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.propose(.maxSpread, .pips(1.8), .lowerRisk, by: .role(.controller)) == nil)
  }

  @Test func `a running experiment keeps hands and remedies off its parameter`() {
    var stage = Stage()
    let candidate = ExperimentReport.Candidate(
      parameter: .gridSpacing, value: .pips(24), blocks: 0, meanPerBlock: .undefined, lowerBound: .undefined,
      upperBound: .undefined, logEValue: 0, correlation: .undefined)
    var report = ExperimentReport(
      id: ExperimentID(3), stage: .pairedShadow, hypothesis: "wider is better", candidates: [candidate], winner: nil,
      level: 0.05, trades: 0, startedAt: stage.time, endedAt: nil, conclusion: "")
    stage.give(.event(.experiment(report)))
    #expect(stage.propose(.gridSpacing, .pips(22), .remedy) == .experimentInProgress(ExperimentID(3)))
    #expect(stage.propose(.takeProfit, .pips(21)) == nil)
    stage = Stage()
    stage.give(.event(.experiment(report)))
    report.stage = .promoted
    stage.give(.event(.experiment(report)))
    #expect(stage.propose(.gridSpacing, .pips(24), .promotion, by: .role(.controller)) == nil)
  }

  @Test func `only a person and the controller may propose or roll back`() {
    var stage = Stage()
    for role in [Role.trader, .monitor, .experimenter] {
      guard case .notAuthorised = stage.propose(.gridSpacing, .pips(22), .remedy, by: .role(role)),
        case .notAuthorised = stage.command(.rollBack(change: nil, reason: ""), by: .role(role))
      else {
        Issue.record("\(role) was let through")
        continue
      }
    }
    guard case .notAuthorised = stage.command(.approve(reason: "good")) else {
      Issue.record("approval is the trader's")
      return
    }
  }

  @Test func `a command that comes twice is answered the same way and carried out once`() {
    var stage = Stage()
    let proposal = Command.propose(
      Proposal(parameter: .gridSpacing, target: .pips(22), purpose: .byHand, reason: "r", evidence: "e"))
    #expect(stage.command(proposal, id: "x-1") == nil)
    stage.pass(minutes: 1)
    #expect(stage.command(proposal, id: "x-1") == nil)
    #expect(stage.command(proposal, id: "x-2") == .unchanged(parameter: .gridSpacing, value: "22"))
    #expect(stage.requests.count == 1)
  }
}
