import Domain
import LiveOptimizer
import Testing

struct RampTests {
  /// A stage on which experiment 1 has reached its live ramp.
  private static func proven(_ settings: OptimizerSettings = OptimizerSettings()) -> Stage {
    var stage = Stage(settings: settings)
    stage.give(.event(.experiment(report(.liveRamp, at: stage.time))))
    return stage
  }

  private static func report(
    _ stage: ExperimentReport.Stage, at time: MarketTime, turns: LiveRampReport? = nil
  ) -> ExperimentReport {
    let candidate = ExperimentReport.Candidate(
      parameter: .gridSpacing, value: .pips(26), blocks: 20, meanPerBlock: .undefined, lowerBound: .undefined,
      upperBound: .undefined, logEValue: 4, correlation: .undefined)
    return ExperimentReport(
      id: ExperimentID(1), stage: stage, hypothesis: "wider", candidates: [candidate], winner: 0, level: 0.05,
      trades: 1000, startedAt: time, endedAt: nil, conclusion: "", ramp: turns)
  }

  private static let promotion = Proposal(
    parameter: .gridSpacing, target: .pips(26), purpose: .promotion, reason: "promotion", evidence: "",
    ramp: ExperimentID(1))

  @Test func `a ramp is a promotion's first step, of an experiment that has come to it`() {
    var stage = Stage()
    guard case .malformed = stage.command(.propose(Self.promotion), by: .role(.controller)) else {
      Issue.record("no experiment has come to its ramp")
      return
    }
    stage = Self.proven()
    #expect(stage.command(.propose(Self.promotion), by: .role(.controller)) == nil)
    stage.pass(minutes: 1)
    #expect(stage.requests.map(\.ramps) == [true])
    #expect(stage.last(1)?.ramp == ExperimentID(1) && stage.last(1)?.stage == .measuring)
    // While turns are taken nothing but harm ends the change, and no further step is made.
    stage.measure(1, .better, trades: 400)
    stage.pass(minutes: 500)
    #expect(stage.last(1)?.stage == .measuring)
    #expect(stage.requests.count == 1)
  }

  @Test func `each turn that the experimenter wants is sent once, and again after a restart`() {
    var stage = Self.proven()
    stage.command(.propose(Self.promotion), by: .role(.controller))
    stage.pass(minutes: 1)
    let turns = LiveRampReport(
      change: ChangeID(1), turn: 1, isCandidate: false, planned: 20, pairs: 0, meanPerPair: .undefined,
      lowerBound: .undefined, upperBound: .undefined)
    for _ in 0..<3 { stage.give(.event(.experiment(Self.report(.liveRamp, at: stage.time, turns: turns)))) }
    #expect(stage.switches.map(\.turn) == [1])
    #expect(stage.switches.map(\.version) == [.first])
    stage.give(.started(epoch: 9))
    #expect(stage.switches.map(\.fence) == [1, 9])
  }

  @Test func `a ramp of which the experimenter says nothing for too long is taken back, once`() {
    var stage = Self.proven(OptimizerSettings(rampSilence: 3 * MarketTime.hour))
    stage.command(.propose(Self.promotion), by: .role(.controller))
    stage.pass(minutes: 179)
    #expect(stage.trader.configuration.gridSpacing == Pips(22))
    stage.pass(minutes: 5)
    #expect(stage.trader.configuration.gridSpacing == Pips(20))
    #expect(stage.last(1)?.stage == .inconclusive)
    stage.pass(minutes: 500)
    #expect(stage.requests.map(\.purpose) == [.promotion, .rollback])
  }

  @Test func `a person's less risk is taken during a live ramp, also on its own parameter's turn`() {
    var stage = Self.proven()
    stage.command(.propose(Self.promotion), by: .role(.controller))
    stage.pass(minutes: 1)
    #expect(stage.propose(.lotSize, .hundredths(8)) == nil)
    stage.pass(minutes: 2)
    #expect(stage.trader.configuration.lotSize == Lots(hundredths: 8))
    #expect(stage.propose(.maxPositions, .count(9)) == nil)
    stage.pass(minutes: 2)
    #expect(stage.trader.configuration.maxPositions == 9)
  }

  @Test func `an approval ends a live ramp where it is, and nothing is switched or taken back after it`() {
    var stage = Self.proven()
    stage.command(.propose(Self.promotion), by: .role(.controller))
    stage.pass(minutes: 1)
    stage.approve()
    #expect(stage.last(1)?.stage == .inconclusive)
    #expect(stage.last(1)?.conclusion?.contains("approved") == true)
    let turns = LiveRampReport(
      change: ChangeID(1), turn: 1, isCandidate: false, planned: 20, pairs: 0, meanPerPair: .undefined,
      lowerBound: .undefined, upperBound: .undefined)
    stage.give(.event(.experiment(Self.report(.liveRamp, at: stage.time, turns: turns))))
    stage.give(.event(.experiment(Self.report(.inconclusive, at: stage.time))))
    stage.pass(minutes: 500)
    #expect(stage.switches.isEmpty)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
    #expect(stage.requests.count == 1)
  }

  @Test func `a ramp can be taken back by a person also while the incumbent has its turn`() {
    var stage = Self.proven()
    stage.command(.propose(Self.promotion), by: .role(.controller))
    stage.pass(minutes: 1)
    var incumbent = stage.trader.announcement
    incumbent.configuration.gridSpacing = Pips(20.0)
    incumbent.version = .first
    (incumbent.change, incumbent.turn) = (ChangeID(1), 1)
    stage.give(.event(.configurationApplied(incumbent)))
    #expect(stage.command(.rollBack(change: ChangeID(1), reason: "no")) == nil)
    #expect(stage.last(1)?.stage == .reverted)
  }
}

extension Stage {
  var switches: [VersionSwitch] {
    log.compactMap { if case .send(_, .switchVersion(let request)) = $0 { request } else { nil } }
  }
}
