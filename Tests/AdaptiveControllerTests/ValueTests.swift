import Domain
import Testing

@testable import AdaptiveController

/// What the controller's smaller values promise of themselves.
struct ValueTests {
  private static func report(_ id: Int64, _ stage: ExperimentReport.Stage) -> ExperimentReport {
    let candidate = ExperimentReport.Candidate(
      parameter: .gridSpacing, value: .pips(Pips(22)),
      also: [ParameterSetting(.takeProfit, .pips(Pips(22)))], blocks: 0, meanPerBlock: .undefined,
      lowerBound: .undefined, upperBound: .undefined, logEValue: 0, correlation: .undefined)
    return ExperimentReport(
      id: ExperimentID(id), stage: stage, hypothesis: "", candidates: [candidate], winner: 0, level: 0.05, trades: 0,
      startedAt: .origin, endedAt: nil, conclusion: "ended")
  }

  @Test func `an experiment's proof is taken up once, its ramp first, and the rest ends with an approval`() {
    var promotions = Promotions()
    promotions.hear(Self.report(1, .liveRamp))
    let ramp = promotions.next(at: 0)
    #expect(ramp?.parameter == .gridSpacing && ramp?.ramp == ExperimentID(1))
    promotions.removeFirst()
    #expect(promotions.next(at: 0)?.parameter == .takeProfit && promotions.next(at: 0)?.ramp == nil)
    promotions.hear(Self.report(1, .liveRamp))
    promotions.hearApproval()
    #expect(promotions.next(at: 0) == nil)
    promotions.hear(Self.report(2, .liveRamp))
    promotions.hear(Self.report(2, .rejected))
    #expect(promotions.next(at: 0) == nil)
  }

  @Test func `a promotion that is held says why once, and one that was refused comes again in its time`() throws {
    var promotions = Promotions()
    promotions.hear(Self.report(1, .liveRamp))
    let said = [promotions.hold("busy"), promotions.hold("busy"), promotions.hold("closed")]
    #expect(said == [true, false, true])
    let found = try #require(promotions.next(at: 0))
    promotions.removeFirst()
    promotions.putBack(found, until: 50)
    #expect(promotions.next(at: 49) == nil && promotions.next(at: 50)?.parameter == .gridSpacing)
  }

  @Test func `a planted change comes once, after its trades`() {
    var planting = Planting(PlantedChange(parameter: .stopLoss, target: .pips(Pips(42)), afterTrades: 2))
    planting.tradeClosed()
    #expect(planting.due == nil)
    planting.tradeClosed()
    #expect(planting.due?.purpose == .planted && planting.due?.evidence.contains("2 trades") == true)
    planting.finish()
    planting.tradeClosed()
    #expect(planting.due == nil && Planting(nil).due == nil)
  }

  @Test func `a policy gives a reason once until something happens, and waits as its moves ended`() {
    let alert = Alert(
      number: 1, kind: .winRateFell, phase: .raised, measured: .value(1), threshold: 1, session: nil, text: "")
    var run = PolicyRun(.winRate)
    let idle = [run.hold("busy"), run.hold("busy")]
    run.take(.raised(alert))
    let acting = run.hold("busy")
    #expect(idle == [true, false] && acting)
    run.noteSent(at: 0)
    #expect(!run.mayStart(at: MarketTime.day - 1) && run.mayStart(at: MarketTime.day))
    run.noteReverted(at: 0, longest: 64)
    #expect(!run.mayStart(at: 2 * MarketTime.day - 1) && run.mayStart(at: 2 * MarketTime.day))
    run.take(.moveDone)
    run.noteRefused(move: 0, until: 7)
    #expect(run.stage == .acting(move: 0) && !run.isReady(at: 6) && run.isReady(at: 7))
    #expect(!run.wantsReduction)
    var drawdown = PolicyRun(.drawdown)
    drawdown.take(.raised(alert))
    #expect(drawdown.wantsReduction && !drawdown.mustRenew(at: 0, every: 0))
    drawdown.noteSent(at: 5)
    #expect(!drawdown.mustRenew(at: 9, every: 5) && drawdown.mustRenew(at: 10, every: 5))
  }
}
