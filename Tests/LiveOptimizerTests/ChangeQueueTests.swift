import Domain
import Testing

@testable import LiveOptimizer

struct ChangeQueueTests {
  /// What the queue promises of itself.
  private static func broken(_ queue: ChangeQueue) -> String? {
    let numbers = queue.live.map(\.id)
    if zip(numbers, numbers.dropFirst()).contains(where: { $0 >= $1 }) { return "live is out of order" }
    if let last = numbers.last, last.number > queue.lastChange { return "a number was not given" }
    let unsent = queue.waiting.map(\.id) + [queue.inFlight].compactMap(\.self)
    if Set(unsent).count != unsent.count { return "a change waits twice, or waits and is in flight" }
    if unsent.contains(where: { queue.record($0) == nil }) { return "what waits or is in flight is not live" }
    if unsent.contains(where: { queue.record($0)?.version != nil }) { return "what waits or is in flight is applied" }
    let parameters = queue.plans.all.map(\.parameter)
    if Set(parameters).count != parameters.count { return "a parameter has two plans" }
    let pending = queue.plans.all.compactMap(\.pending)
    return pending.allSatisfy(unsent.contains) ? nil : "a plan's pending step does not wait"
  }

  @Test(arguments: 0..<40)
  func `whatever comes, it keeps its promises, and every record's life ends once`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var queue = ChangeQueue.test
    var world = TraderWord.test()
    var records: [ChangeRecord] = []
    for number in 0..<400 {
      var turn = Reaction(time: .at(Int64(number) * MarketTime.minute), trader: world)
      let parameter = Parameter.allCases[Int(random.next() % 6)]
      let plan = ChangePlan.test(parameter, random.next() % 2 == 0 ? .rollback : .lowerRisk)
      let live = queue.live.randomElement(using: &random)
      switch random.next() % 10 {
      case 0, 1: queue.admit(plan, plan.target, checks: [], &turn)
      case 2: queue.replan(plan, &turn)
      case 3: if queue.inFlight == nil, let next = queue.takeOldest() { queue.stage(next.id, &turn) }
      case 4: if queue.inFlight == nil, let next = queue.takeNewest() { queue.stage(next.id, &turn) }
      case 5: if let id = queue.inFlight ?? queue.waiting.first?.id { queue.refuse(id, .safety(.frozen), &turn) }
      case 6: if let now = world.inForce { _ = queue.arrive(now, &turn) }
      case 7: if let live, live.version != nil { queue.end(live.id, as: .kept, &turn) }
      case 8: queue.giveUpPlan(of: parameter, why: "enough", &turn)
      default: if let plan = queue.plans[parameter] { queue.drop(plan, why: "enough", &turn) }
      }
      for case .publish(.change(let record)) in turn.effects { records.append(record) }
      if let rule = Self.broken(queue) {
        Issue.record("\(rule), after \(number) steps")
        return
      }
      if random.next() % 20 == 0 { world = .test(approvals: Int64(number)) }
    }
    for (id, life) in Dictionary(grouping: records, by: \.id) {
      #expect(life.count { $0.stage.isFinal } == (queue.record(id) == nil ? 1 : 0))
      #expect(life.dropLast().allSatisfy { !$0.stage.isFinal })
    }
  }

  @Test func `a step that waited while something else came into force is judged anew before it is sent`() {
    var queue = ChangeQueue.test
    var world = TraderWord.test()
    var turn = Reaction(time: .at(0), trader: world)
    queue.admit(.test(.gridSpacing, .byHand), .pips(22), checks: [], &turn)
    var moved = ConfigurationApplied.test
    moved.version = moved.version.next
    moved.configuration.gridSpacing = Pips(24.0)
    _ = world.hear(moved, at: .at(1))
    var later = Reaction(time: .at(1), trader: world)
    queue.sendNext(Reductions(lifetime: 10), isRampTurning: false, &later)
    #expect(queue.inFlight == nil)
    guard case .publish(.change(let record)) = later.effects.first, case .cooldown = record.refusal else {
      Issue.record("\(later.effects)")
      return
    }
    #expect(record.stage == .refused)
  }

  @Test func `a person's less risk that waited becomes a step from what is in force by then`() {
    var queue = ChangeQueue.test
    var world = TraderWord.test()
    var turn = Reaction(time: .at(0), trader: world)
    let plan = ChangePlan.test(.lotSize, .lowerRisk, to: .hundredths(6))
    queue.admit(plan, .hundredths(8), checks: [], &turn)
    var moved = ConfigurationApplied.test
    moved.version = moved.version.next
    moved.configuration.lotSize = Lots(hundredths: 7)
    _ = world.hear(moved, at: .at(1))
    var later = Reaction(time: .at(1), trader: world)
    queue.sendNext(Reductions(lifetime: 10), isRampTurning: false, &later)
    let sent = queue.record(queue.inFlight)
    #expect(sent?.from == .hundredths(7) && sent?.to == .hundredths(6))
  }

  @Test func `a refused step ends its plan, or lets it try again, by the reason`() {
    let frozen = Refusal.safety(.frozen)
    let drift = Refusal.drift(parameter: .lotSize, value: "", approved: "", lowest: "", highest: "")
    let cases: [(purpose: ChangePurpose, hasBegun: Bool, refusal: Refusal, wait: Int64?)] = [
      (.byHand, false, frozen, nil), (.byHand, true, frozen, MarketTime.minute),
      (.lowerRisk, false, frozen, MarketTime.minute), (.rollback, false, frozen, MarketTime.minute),
      (.rollback, true, .approvedSince(plannedUnder: 0, approvals: 1), nil),
      (.rollback, false, drift, MarketTime.hour), (.byHand, true, drift, nil),
      (.rollback, false, .unchanged(parameter: .lotSize, value: "\(ParameterValue.hundredths(8))"), nil),
    ]
    for (purpose, hasBegun, refusal, wait) in cases {
      var plan = ChangePlan.test(.lotSize, purpose, to: .hundredths(8))
      plan.pending = ChangeID(1)
      plan.lastApplied = hasBegun ? 0 : nil
      var book = PlanBook(pace: StepPace(profile: .test, settings: OptimizerSettings()))
      book.put(plan)
      let step = plan.record(ChangeID(1), from: .hundredths(10), to: .hundredths(8), at: .at(0))
      book.refuse(step, refusal, at: 5)
      #expect(book[.lotSize]?.notBefore == wait.map { $0 + 5 }, "\(purpose) \(refusal)")
      #expect(book[.lotSize]?.pending == nil)
    }
  }
}

// MARK: What a value of the optimizer needs around it

extension MarketTime {
  static func at(_ open: Int64) -> MarketTime { MarketTime(utc: 1_700_000_000_000 + open, open: open) }
}

extension ConfigurationApplied {
  static let test = StubTrader().announcement
}

extension TraderWord {
  static func test(approvals: Int64 = 0) -> TraderWord {
    var word = TraderWord(rules: .standard)
    var now = ConfigurationApplied.test
    now.approvals = approvals
    word.hear(SafetyReport(level: .active, trips: [], flatness: .notRequired))
    _ = word.hear(now, at: .at(0))
    return word
  }
}

extension ChangeQueue {
  static var test: ChangeQueue {
    ChangeQueue(pace: StepPace(profile: .test, settings: OptimizerSettings()))
  }
}

extension ChangePlan {
  /// A person's plan.
  static func test(_ parameter: Parameter, _ purpose: ChangePurpose, to target: ParameterValue? = nil) -> ChangePlan {
    let now = SymbolProfile.test.defaults[parameter]
    return ChangePlan(
      parameter: parameter, target: target ?? now.with(quanta: (now.quanta ?? 0) - 1) ?? now, purpose: purpose,
      by: .person("ana"), reason: "because", evidence: "numbers", approvals: 0, madeAt: .at(0))
  }
}
