import Domain
import LiveOptimizer
import Testing

/// An optimizer whose journal is lost and rebuilt from what the trader and the others know.
struct LossTests {
  private struct Anew {
    var records: [ChangeRecord]
    var steps: [PlannedStep]

    func last(_ change: Int64) -> ChangeRecord? { records.last { $0.id == ChangeID(change) } }
  }

  /// - Parameter told: what others have heard; all of it where it is `nil`.
  private func lose(_ stage: Stage, told: [Event]? = nil) -> Anew {
    var optimizer = LiveOptimizer(profile: .test, settings: OptimizerSettings())
    let first = Stage(starts: false).trader.announcement
    var applied = [first] + stage.trader.done
    if stage.trader.approvals > 0 { applied.append(stage.trader.announcement) }
    for item in applied { _ = optimizer.receive(Input(time: stage.time, content: .event(.configurationApplied(item)))) }
    let loss = MemoryLoss(
      told: told ?? stage.records.map { .change($0) }, lastNumber: 0,
      applied: applied.map { MemoryLoss.Applied($0, time: stage.time) }, sentence: "lost")
    let effects = optimizer.goOn(after: loss)
    let plans = effects.compactMap { if case .publish(.plans(let plans)) = $0 { plans } else { nil } }
    return Anew(
      records: effects.compactMap { if case .publish(.change(let record)) = $0 { record } else { nil } },
      steps: plans.last?.steps ?? [])
  }

  private func measuring(_ parameter: Parameter, _ value: ParameterValue) -> Stage {
    var stage = Stage()
    stage.propose(parameter, value)
    stage.pass(minutes: 2)
    return stage
  }

  @Test func `what was measured ends by name, and goes back where that is the safer side`() throws {
    let stage = measuring(.gridSpacing, .pips(18))
    try #require(stage.last(1)?.stage == .measuring)
    let anew = lose(stage)
    let ended = try #require(anew.last(1))
    #expect(ended.stage == .inconclusive && ended.conclusion?.hasPrefix("lost") == true)
    #expect(anew.steps.map(\.target) == [.pips(20)])
  }

  @Test func `what had never come into force ends by name and is not planned again`() throws {
    var stage = Stage()
    stage.isTraderAway = true
    stage.propose(.gridSpacing, .pips(18))
    let anew = lose(stage)
    #expect(anew.last(1)?.stage == .inconclusive)
    #expect(anew.last(1)?.conclusion?.contains("not in force") == true)
    #expect(anew.steps.isEmpty)
  }

  @Test func `a change of which only the trader knows ends by name too`() throws {
    let anew = lose(measuring(.gridSpacing, .pips(18)), told: [])
    let ended = try #require(anew.last(1))
    #expect(ended.stage == .inconclusive && ended.from == .pips(20) && ended.to == .pips(18))
    #expect(anew.steps.map(\.target) == [.pips(20)])
  }

  @Test(arguments: [ChangeStage.reverted, .inconclusive])
  func `a way back that was owed is planned again`(stage end: ChangeStage) throws {
    let stage = measuring(.gridSpacing, .pips(18))
    var record = try #require(stage.last(1))
    record.stage = end
    let anew = lose(stage, told: [.change(record)])
    #expect(anew.records.isEmpty)
    #expect(anew.steps.map(\.target) == [.pips(20)])
  }

  @Test func `what a person has approved since stays`() throws {
    var stage = measuring(.gridSpacing, .pips(18))
    stage.trader.approve()
    let anew = lose(stage)
    #expect(anew.last(1)?.stage == .inconclusive)
    #expect(anew.steps.isEmpty)
  }

  @Test func `of several changes that nobody knows the last one is judged`() throws {
    var stage = measuring(.gridSpacing, .pips(22))
    stage.measure(1, .better, trades: 400)
    stage.pass(minutes: 6_000)
    stage.propose(.gridSpacing, .pips(20))
    stage.pass(minutes: 2)
    try #require(stage.trader.done.count >= 2)
    let anew = lose(stage, told: [])
    #expect(anew.records.allSatisfy { $0.stage == .inconclusive })
    #expect(Set(anew.records.map(\.id.number)) == Set(1...Int64(stage.trader.done.count)))
    #expect(anew.steps.allSatisfy { $0.target == stage.trader.done.dropLast().last?.configuration[.gridSpacing] })
  }
}
