import Domain
import Testing

@testable import LiveOptimizer

/// What the optimizer's smaller values promise of themselves.
struct ValueTests {
  @Test func `a policy's reduction expires after its trades, and each renewal counts anew`() {
    var reductions = Reductions(lifetime: 3)
    var lowered = ConfigurationApplied.test
    lowered.configuration.lotSize = Lots(hundredths: 8)
    var word = TraderWord.test()
    _ = word.hear(lowered, at: .at(0))
    let turn = Reaction(time: .at(0), trader: word)
    reductions.begin(.reduction(by: .role(.controller)))
    for _ in 0..<2 { reductions.tradeClosed() }
    let isRenewed = reductions.renew(.lotSize)
    #expect(isRenewed)
    for _ in 0..<2 { reductions.tradeClosed() }
    let early = reductions.expire(turn, unless: { _ in false })
    #expect(early.isEmpty)
    reductions.tradeClosed()
    let whileBusy = reductions.expire(turn, unless: { _ in true })
    #expect(whileBusy.isEmpty)
    let plans = reductions.expire(turn, unless: { _ in false })
    #expect(plans.map(\.purpose) == [.returnToApproved] && plans.map(\.target) == [.hundredths(10)])
    #expect(plans.map(\.endsReduction) == [ChangeID(1)])
    // Where a person had lowered it, it goes back to that and no further.
    reductions.hold(.lotSize, at: .hundredths(9), for: "ana")
    let half = reductions.expire(turn, unless: { _ in false })
    #expect(half.map(\.target) == [.hundredths(9)])
    reductions.hold(.lotSize, at: .hundredths(8), for: "ana")
    let none = reductions.expire(turn, unless: { _ in false })
    #expect(none.isEmpty && !reductions.isReduced(.lotSize))
  }

  @Test func `a person's reduction counts no trades and replaces a policy's`() {
    var reductions = Reductions(lifetime: 3)
    reductions.begin(.reduction(by: .role(.controller)))
    reductions.begin(.reduction(by: .person("ana")))
    let isRenewed = reductions.renew(.lotSize)
    #expect(!isRenewed && !reductions.isReduced(.lotSize))
  }

  @Test func `only a person raises what a person lowered, until an approval`() {
    var reductions = Reductions(lifetime: 3)
    var lowered = ConfigurationApplied.test
    lowered.configuration.lotSize = Lots(hundredths: 8)
    reductions.hold(.lotSize, at: .hundredths(8), for: "ana")
    var plan = ChangePlan.test(.lotSize, .remedy, to: .hundredths(9))
    #expect(reductions.objection(to: plan, .hundredths(9), lowered) == nil)
    plan.by = .role(.controller)
    #expect(reductions.objection(to: plan, .hundredths(9), lowered)?.contains("only a person") == true)
    #expect(reductions.objection(to: plan, .hundredths(7), lowered) == nil)
    reductions.endAll()
    #expect(reductions.objection(to: plan, .hundredths(9), lowered) == nil)
    lowered.approvals = 1
    #expect(reductions.objection(to: plan, .hundredths(9), lowered)?.contains("approved") == true)
  }

  @Test func `turns are asked for one at a time, and again a minute after a stop`() {
    var ramp = RampControl(silence: 10)
    let begin = ConfigurationApplied.test
    var candidate = begin
    candidate.version = begin.version.next
    ramp.begin(RunningRamp(of: ExperimentID(1), change: ChangeID(4), from: begin, to: candidate, at: 0))
    #expect(ramp.isTurning && ramp.isRamping(ChangeID(4)) && !ramp.isRamping(ChangeID(5)))
    let before = ramp.nextTurn(at: 0, fence: 1)
    _ = ramp.hear(.ramp(turn: 1), at: 5)
    let first = ramp.nextTurn(at: 5, fence: 1)
    let turn = VersionSwitch(change: ChangeID(4), turn: 1, version: begin.version, fence: 1)
    #expect(before == nil && first == .switchVersion(turn))
    _ = ramp.hear(.ramp(turn: 2), at: 6)
    let second = ramp.nextTurn(at: 6, fence: 1)
    #expect(ramp.isSwitching && second == nil)
    let refused = ConfigurationRefused(change: ChangeID(4), refusal: .safety(.frozen))
    let (isTurn, isAgain) = (ramp.settle(refused, at: 6), ramp.settle(refused, at: 6))
    #expect(isTurn && !isAgain)
    let atOnce = ramp.nextTurn(at: 6, fence: 1)
    let later = ramp.nextTurn(at: 6 + MarketTime.minute, fence: 1)
    #expect(atOnce == nil && later != nil)
    #expect(ramp.silentChange(at: 15) == nil && ramp.silentChange(at: 16) == ChangeID(4))
    ramp.leave(ChangeID(4))
    #expect(!ramp.isTurning && ramp.silentChange(at: 99) == nil)
  }

  @Test func `the trader's old word is none, and each new one ends what was judged under the last`() {
    var word = TraderWord.test()
    var moved = ConfigurationApplied.test
    (moved.version, moved.change) = (ConfigurationVersion(3), ChangeID(2))
    moved.configuration.gridSpacing = Pips(22.0)
    let number = word.number
    let news = word.hear(moved, at: .at(7))
    #expect(news?.isMove == true && word.number == number + 1)
    #expect(word.limits?.lastChanged == [.gridSpacing: 7])
    var old = moved
    (old.version, old.change) = (ConfigurationVersion(2), ChangeID(1))
    let history = word.hear(old, at: .at(8))
    #expect(history == nil && word.number == number + 1)
    // A turn of a ramp may bring an older version back, and sets no cooldown.
    old.turn = 1
    old.configuration.gridSpacing = Pips(20.0)
    let back = word.hear(old, at: .at(9))
    #expect(back?.isMove == false && word.limits?.lastChanged == [.gridSpacing: 7])
    old.approvals = 1
    let approval = word.hear(old, at: .at(9))
    #expect(approval?.isApproval == true)
  }

  @Test func `a command's answer is remembered until many others have come`() {
    var desk = CommandDesk()
    let refusal = Refusal.malformed("no")
    _ = desk.answer("first", refusal)
    for number in 1..<CommandDesk.capacity { _ = desk.answer("\(number)", nil) }
    #expect(desk.answer(to: "first") == .answer(id: "first", refusal))
    _ = desk.answer("last", nil)
    #expect(desk.answer(to: "first") == nil)
    #expect(desk.answer(to: "last") == .answer(id: "last", nil))
  }

  @Test func `a plan is judged by the cooldown where a policy lowers, and not where a person does`() throws {
    var word = TraderWord.test()
    var moved = ConfigurationApplied.test
    moved.version = moved.version.next
    moved.configuration.lotSize = Lots(hundredths: 9)
    _ = word.hear(moved, at: .at(0))
    var plan = ChangePlan.test(.lotSize, .lowerRisk, to: .hundredths(8))
    #expect(throws: Never.self) { try word.judge(plan, at: .at(1)).verdict.get() }
    plan.by = .role(.controller)
    #expect(
      try word.judge(plan, at: .at(1)).verdict
        == .failure(.cooldown(parameter: .lotSize, remaining: MarketTime.hour - 1)))
    #expect(throws: Never.self) { try word.judge(plan, at: .at(MarketTime.hour)).verdict.get() }
  }
}

extension ChangeRecord {
  fileprivate static func reduction(by origin: Origin) -> ChangeRecord {
    var plan = ChangePlan.test(.lotSize, .lowerRisk, to: .hundredths(8))
    plan.by = origin
    return plan.record(ChangeID(1), from: .hundredths(10), to: .hundredths(8), at: .at(0))
  }
}

extension ExperimentReport {
  fileprivate static func ramp(turn: Int) -> ExperimentReport {
    let turns = LiveRampReport(
      change: ChangeID(4), turn: turn, isCandidate: turn.isMultiple(of: 2), planned: 20, pairs: 0,
      meanPerPair: .undefined, lowerBound: .undefined, upperBound: .undefined)
    let candidate = Candidate(
      parameter: .gridSpacing, value: .pips(22), blocks: 0, meanPerBlock: .undefined, lowerBound: .undefined,
      upperBound: .undefined, logEValue: 0, correlation: .undefined)
    return ExperimentReport(
      id: ExperimentID(1), stage: .liveRamp, hypothesis: "", candidates: [candidate], winner: 0, level: 0.05, trades: 0,
      startedAt: .at(0), endedAt: nil, conclusion: "", ramp: turns)
  }
}
