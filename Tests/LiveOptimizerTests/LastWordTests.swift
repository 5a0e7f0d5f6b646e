import Domain
import LiveOptimizer
import Testing

/// A person has the last word, downward at once.
struct LastWordTests {
  // MARK: Less risk

  @Test func `a person's less risk is taken whatever is measured, on several parameters at once`() {
    var stage = Stage(settings: OptimizerSettings(effectTrades: 20))
    stage.closeTrades(20, open: 3)
    #expect(stage.propose(.gridSpacing, .pips(22)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.propose(.lotSize, .hundredths(8)) == nil)
    #expect(stage.propose(.maxPositions, .count(9)) == nil)
    #expect(stage.propose(.stopLoss, .pips(38)) == nil)
    stage.pass(minutes: 4)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
    #expect(stage.trader.configuration.maxPositions == 9)
    #expect(stage.trader.configuration.stopLoss == Pips(38.0))
    #expect(stage.last(1)?.stage == .measuring)
    #expect(stage.propose(.lotSize, .hundredths(7)) == nil)
    stage.pass(minutes: 2)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 7))
  }

  @Test func `a large reduction comes in legal steps that wait for nothing else`() {
    var stage = Stage()
    #expect(stage.propose(.lotSize, .hundredths(4)) == nil)
    stage.pass(minutes: 6)
    #expect(stage.requests.map(\.value) == [8, 7, 6, 5, 4].map { .hundredths($0) })
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 4))
  }

  @Test func `a person's less risk is taken while another step of the parameter is under way`() {
    var stage = Stage()
    #expect(stage.propose(.lotSize, .hundredths(11)) == nil)
    #expect(stage.inbox.count == 1)
    #expect(stage.propose(.lotSize, .hundredths(8)) == nil)
    stage.pass(minutes: 4)
    #expect(stage.requests.map(\.value) == [11, 9, 8].map { .hundredths($0) })
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
    #expect(stage.last(1)?.stage == .inconclusive)
    #expect(stage.optimizer.live.isEmpty)
  }

  @Test func `a person's less risk is taken while an experiment compares the parameter`() {
    var stage = Stage()
    let candidate = ExperimentReport.Candidate(
      parameter: .lotSize, value: .hundredths(9), blocks: 0, meanPerBlock: .undefined, lowerBound: .undefined,
      upperBound: .undefined, logEValue: 0, correlation: .undefined)
    let report = ExperimentReport(
      id: ExperimentID(3), stage: .pairedShadow, hypothesis: "less", candidates: [candidate], winner: nil, level: 0.05,
      trades: 0, startedAt: stage.time, endedAt: nil, conclusion: "")
    stage.give(.event(.experiment(report)))
    #expect(stage.propose(.lotSize, .hundredths(8)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
  }

  @Test func `less risk that a person was promised is kept when a stop that nobody had heard of refuses it`() {
    var stage = Stage()
    stage.trader.level = .halted
    #expect(stage.propose(.lotSize, .hundredths(8)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.records.last?.refusal == .safety(.halted))
    #expect(stage.planned.map(\.target) == [.hundredths(8)])
    stage.level(.halted)
    stage.pass(minutes: 60)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 10))
    stage.level(.active)
    stage.pass(minutes: 5)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
  }

  @Test func `what a person lowered stays, whatever expires or returns`() {
    var stage = Stage(settings: OptimizerSettings(reductionTrades: 20))
    stage.propose(.lotSize, .hundredths(8))
    stage.pass(minutes: 1)
    stage.closeTrades(100)
    stage.pass(minutes: 300)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
    guard
      case .notAuthorised = stage.propose(.lotSize, .hundredths(10), .returnToApproved, by: .role(.controller))
    else { return #expect(Bool(false), "a policy took a person's reduction back") }
    // A policy lowers it further and returns to what the person said, no further.
    #expect(stage.propose(.lotSize, .hundredths(7), .lowerRisk, by: .role(.controller)) == nil)
    stage.pass(minutes: 1)
    stage.closeTrades(100)
    stage.pass(minutes: 300)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
    #expect(stage.propose(.lotSize, .hundredths(9)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
  }

  @Test func `a person who asks for the reduced value that is in force keeps it`() {
    var stage = Stage(settings: OptimizerSettings(reductionTrades: 20))
    stage.propose(.lotSize, .hundredths(8), .lowerRisk, by: .role(.controller))
    stage.pass(minutes: 1)
    stage.closeTrades(30)
    stage.pass(minutes: 1)
    #expect(stage.propose(.lotSize, .hundredths(8)) == nil)
    stage.pass(minutes: 300)
    #expect(stage.trader.configuration.lotSize <= Lots(hundredths: 9))
    let kept = stage.trader.configuration.lotSize
    stage.closeTrades(100)
    stage.pass(minutes: 300)
    #expect(stage.trader.configuration.lotSize == kept)
  }

  @Test func `a person who asks for the value in force stops what is still to come of a change`() {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0))
    stage.propose(.gridSpacing, .pips(25))
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
    #expect(stage.propose(.gridSpacing, .pips(22)) == nil)
    #expect(stage.planned.isEmpty)
    stage.pass(minutes: 300)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
  }

  @Test func `a person who asks for the value in force stops a step that waits for another to be sent`() {
    var stage = Stage()
    #expect(stage.propose(.takeProfit, .pips(21)) == nil)
    #expect(stage.command(.rollBack(change: nil, reason: "home")) == nil)
    #expect(stage.propose(.lotSize, .hundredths(8)) == nil)
    #expect(stage.propose(.lotSize, .hundredths(10)) == nil, "what is in force")
    stage.pass(minutes: 300)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 10))
  }

  // MARK: Approvals

  @Test func `an approval ends a rollback that is on its way up`() {
    var stage = Stage()
    stage.propose(.lotSize, .hundredths(8))
    stage.pass(minutes: 1)
    #expect(stage.command(.rollBack(change: nil, reason: "home")) == nil)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    #expect(stage.planned.map(\.next) == [.hundredths(10)])
    stage.approve()
    stage.pass(minutes: 500)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    #expect(stage.records.last?.stage == .inconclusive)
    #expect(stage.records.last?.conclusion?.contains("approved") == true)
    #expect(stage.planned.isEmpty)
  }

  @Test func `an approval ends returns, staged plans and steps that wait, but not what lowers risk`() {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0, reductionTrades: 20))
    stage.propose(.lotSize, .hundredths(8), .lowerRisk, by: .role(.controller))
    stage.pass(minutes: 61)
    stage.propose(.gridSpacing, .pips(25))
    stage.closeTrades(30)
    stage.pass(minutes: 3)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    stage.approve()
    stage.pass(minutes: 500)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 9))
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
    stage = Stage()
    stage.propose(.lotSize, .hundredths(4))
    stage.pass(minutes: 1)
    stage.approve()
    stage.pass(minutes: 10)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 4))
  }

  @Test func `a request from before an approval is refused by name, also after a restart`() {
    var stage = Stage()
    stage.propose(.stopLoss, .pips(42))
    stage.trader.approve()
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.stopLoss == Pips(40.0))
    #expect(stage.last(1)?.refusal == .approvedSince(plannedUnder: 0, approvals: 1))
    stage = Stage()
    stage.isTraderAway = true
    stage.propose(.stopLoss, .pips(42))
    stage.approve()
    stage.give(.started(epoch: 2))
    stage.isTraderAway = false
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.stopLoss == Pips(40.0))
    #expect(stage.propose(.stopLoss, .pips(42)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.trader.configuration.stopLoss == Pips(42.0))
  }

  @Test func `what a person has approved is not moved up again for want of proof`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    stage.approve()
    stage.measure(1, .exhausted, trades: 600, blocks: 60)
    stage.pass(minutes: 2)
    #expect(stage.last(1)?.stage == .inconclusive)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
  }

  /// After an approval no risk rises but by a person's or the tuner's proposal that came after it.
  @Test(arguments: 0..<60)
  func `after an approval nothing that nobody has seen raises risk`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var stage = Stage(
      settings: OptimizerSettings(stepTrades: 0, reductionTrades: 10, effectTrades: 0, quietTime: 40 * MarketTime.hour))
    for _ in 0..<120 { stage.happen(&random) }
    stage.isTraderAway = false
    stage.level(.active)
    stage.pass(minutes: Int.random(in: 0...2, using: &random))
    stage.approve()
    var highest = stage.trader.configuration
    for _ in 0..<120 {
      stage.happenWithoutProposals(&random)
      let now = stage.trader.configuration
      // What came back after a reduction of later comes back to what the person saw, and no further.
      #expect(highest.risk(of: now) != .raises, "from \(highest) to \(now)")
      if highest.risk(of: now) == .equal { highest = now }
    }
  }

  // MARK: What is to come

  @Test func `what is to come is told with its earliest time, and cancelled by number`() throws {
    var stage = Stage(settings: OptimizerSettings(stepTrades: 0))
    stage.propose(.gridSpacing, .pips(25))
    stage.pass(minutes: 1)
    let step = try #require(stage.planned.first)
    #expect(step.change == ChangeID(1) && step.parameter == .gridSpacing)
    #expect(step.from == .pips(22) && step.next == .pips(24.2) && step.target == .pips(25))
    #expect(step.earliest.open == stage.time.open + MarketTime.hour)
    #expect(stage.command(.cancelChange(ChangeID(1), reason: "enough"), id: "k") == nil)
    #expect(stage.command(.cancelChange(ChangeID(1), reason: "enough"), id: "k") == nil)
    #expect(stage.planned.isEmpty)
    stage.pass(minutes: 300)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
    #expect(stage.last(1)?.stage == .measuring)
    #expect(stage.last(2)?.conclusion == "ana cancelled it: enough")
    guard case .malformed = stage.command(.cancelChange(ChangeID(1), reason: "again")) else {
      return #expect(Bool(false), "there is nothing left to cancel")
    }
    #expect(stage.command(.cancelChange(ChangeID(9), reason: "?")) == .unknownChange(ChangeID(9)))
    guard case .notAuthorised = stage.command(.cancelChange(ChangeID(1), reason: ""), by: .role(.controller)) else {
      return #expect(Bool(false), "only a person cancels")
    }
  }

  @Test func `a cancelled return leaves the reduction in force`() throws {
    var stage = Stage(settings: OptimizerSettings(reductionTrades: 20))
    stage.propose(.lotSize, .hundredths(8), .lowerRisk, by: .role(.controller))
    stage.pass(minutes: 61)
    stage.level(.frozen)
    stage.closeTrades(30)
    stage.pass(minutes: 1)
    let step = try #require(stage.planned.first)
    #expect(step.purpose == .returnToApproved && step.next == .hundredths(9))
    #expect(stage.command(.cancelChange(step.change, reason: "no")) == nil)
    stage.level(.active)
    stage.pass(minutes: 500)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
  }

  // MARK: No trades

  @Test func `a change that gets no trades ends without proof after five days of market, and says so`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 5 * 1440 - 1)
    #expect(stage.last(1)?.stage == .measuring)
    stage.pass(minutes: 5)
    #expect(stage.last(1)?.stage == .inconclusive)
    #expect(stage.last(1)?.conclusion?.contains("no trade in 5 days") == true)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
    #expect(stage.propose(.takeProfit, .pips(22)) == nil)
  }

  @Test func `a change of a bot that trades a little is given twice the time`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    for _ in 0..<9 {
      stage.pass(minutes: 1440)
      stage.closeTrades(1)
    }
    #expect(stage.last(1)?.stage == .measuring)
    stage.pass(minutes: 1445)
    #expect(stage.last(1)?.conclusion?.contains("too few trades in 10 days") == true)
  }

  @Test func `a measured change can be taken back, also after weeks without a trade and after a halt`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    stage.level(.halted)
    stage.pass(minutes: 600)
    stage.level(.active)
    #expect(stage.command(.rollBack(change: ChangeID(1), reason: "no")) == nil)
    stage.pass(minutes: 2)
    #expect(stage.trader.configuration.gridSpacing == Pips(20.0))
    #expect(stage.propose(.takeProfit, .pips(22)) == nil)
  }
}

extension Stage {
  var planned: [PlannedStep] {
    for case .publish(.plans(let plans)) in log.reversed() { return plans.steps }
    return []
  }

  mutating func approve() {
    trader.approve()
    give(.event(.configurationApplied(trader.announcement)))
  }

  /// Anything that can reach the optimizer.
  mutating func happen(_ random: inout SplitMix64) {
    guard random.next() % 3 == 0 else { return happenWithoutProposals(&random) }
    let parameter = Parameter.allCases[Int(random.next() % 6)]
    let now = trader.configuration[parameter]
    let target = now.with(quanta: (now.quanta ?? 0) * Int.random(in: 75...125, using: &random) / 100) ?? now
    let purposes: [ChangePurpose] = [.byHand, .byHand, .remedy, .lowerRisk, .promotion]
    let purpose = purposes[Int(random.next() % 5)]
    propose(parameter, target, purpose, by: purpose == .byHand ? .person("ana") : .role(.controller))
    if random.next() % 6 == 0 { command(.rollBack(change: nil, reason: "home")) }
  }

  /// What can happen without that anybody proposes more risk: returns, expiries, verdicts, stops, restarts, less risk.
  mutating func happenWithoutProposals(_ random: inout SplitMix64) {
    switch random.next() % 10 {
    case 0:
      let now = trader.configuration.lotSize
      propose(.lotSize, .lots(Lots(hundredths: now.hundredths - 1)), .lowerRisk, by: .role(.controller))
    case 1:
      for parameter in [Parameter.lotSize, .stopLoss, .maxPositions] {
        propose(parameter, trader.approved[parameter], .returnToApproved, by: .role(.controller))
      }
    case 2, 3:
      guard let record = optimizer.live.randomElement(using: &random) else { return }
      let findings: [MeasurementReport.Finding] = [.open, .harmful, .better, .notWorse, .exhausted, .void]
      measure(record.id.number, findings[Int(random.next() % 6)], trades: Int.random(in: 10...200, using: &random))
    case 4: closeTrades(Int(random.next() % 10))
    case 5: level(random.next() % 3 == 0 ? .frozen : .active)
    case 6: isTraderAway.toggle()
    case 7: give(.started(epoch: trader.fence + 1))
    default: pass(minutes: Int.random(in: 1...200, using: &random))
    }
  }
}
