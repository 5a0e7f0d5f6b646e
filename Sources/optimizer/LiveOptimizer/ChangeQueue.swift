import Domain

/// The changes that have not ended: planned, waiting to be sent, in flight, or applied and measured.
///
/// At every time
/// - each number has been given once, and `live` is in the order of the numbers;
/// - what waits or is in flight is live and has no version yet;
/// - a plan's pending step waits or is in flight.
///
/// One change at most is in flight, so that compare-and-set on the version can fail only after a crash or by somebody
/// else's hand.
struct ChangeQueue: Hashable, Sendable, Codable {
  /// An admitted change that waits for the one in flight.
  struct Waiting: Hashable, Sendable, Codable {
    let id: ChangeID
    /// The trader's event under which its step was judged.
    let word: Int
  }

  var plans: PlanBook
  /// Changes that have not ended, in order of their numbers.
  private(set) var live: [ChangeRecord] = []
  private(set) var waiting: [Waiting] = []
  /// The change whose request is under way.
  private(set) var inFlight: ChangeID?
  private(set) var lastChange: Int64 = 0

  init(pace: StepPace) {
    plans = PlanBook(pace: pace)
  }

  private mutating func newChange() -> ChangeID {
    lastChange += 1
    return ChangeID(lastChange)
  }

  private func index(_ id: ChangeID?) -> Int? { live.firstIndex { $0.id == id } }

  // MARK: Planning

  /// Puts a plan in place of whatever was planned or waits for its parameter.
  mutating func replan(_ plan: ChangePlan, _ turn: inout Reaction) {
    for id in waiting(of: plan.parameter) {
      refuse(id, .changeInProgress(parameter: plan.parameter, change: plan.undoes ?? id), &turn)
    }
    plans.put(plan)
  }

  /// Makes the record of a plan's next step, which has been judged, and queues it for the trader.
  mutating func admit(_ plan: ChangePlan, _ step: ParameterValue, checks: [String], _ turn: inout Reaction) {
    guard let now = turn.trader.inForce else { return }
    let id = newChange()
    var record = plan.record(id, from: now.configuration[plan.parameter], to: step, at: turn.time)
    turn.publish(record)
    record.stage = .admitted
    record.checks = checks
    turn.publish(record)
    live.append(record)
    waiting.append(Waiting(id: id, word: turn.trader.number))
    var plan = plan
    plan.pending = id
    plan.steps.append(id)
    plans.put(plan)
  }

  /// Ends a parameter's plan and its steps that have not been sent.
  mutating func giveUpPlan(of parameter: Parameter, why: String, _ turn: inout Reaction) {
    for id in waiting(of: parameter) {
      waiting.removeAll { $0.id == id }
      end(id, as: .inconclusive, because: why, &turn)
    }
    plans.remove(parameter)
  }

  /// Ends a plan and says so in the record of its next step. A step that has been sent is completed.
  mutating func drop(_ plan: ChangePlan, why: String, _ turn: inout Reaction) {
    if isWaiting(plan.pending) { return giveUpPlan(of: plan.parameter, why: why, &turn) }
    plans.remove(plan.parameter)
    guard let limits = turn.trader.limits, plan.pending == nil || !isAtItsLastStep(plan) else { return }
    let step = limits.nextStep(plan.parameter, toward: plan.target, purpose: plan.purpose)
    conclude(plan, step ?? plan.target, as: .inconclusive, because: why, &turn)
  }

  /// A plan that is refused or dropped is a record too, with the rule and its numbers or the reason.
  mutating func conclude(
    _ plan: ChangePlan, _ step: ParameterValue, as stage: ChangeStage, _ refusal: Refusal? = nil,
    because conclusion: String? = nil, _ turn: inout Reaction
  ) {
    guard let now = turn.trader.inForce else { return }
    var record = plan.record(newChange(), from: now.configuration[plan.parameter], to: step, at: turn.time)
    turn.publish(record)
    record.stage = stage
    record.refusal = refusal
    record.endedAt = turn.time
    record.conclusion = conclusion
    turn.publish(record)
  }

  // MARK: Sending

  /// Takes a person's less risk out of the line.
  mutating func takeUrgent() -> Waiting? {
    let place = waiting.firstIndex { record($0.id)?.isPersonalReduction ?? false }
    return place.map { waiting.remove(at: $0) }
  }

  mutating func takeOldest() -> Waiting? { waiting.isEmpty ? nil : waiting.removeFirst() }

  mutating func takeNewest() -> Waiting? { waiting.popLast() }

  /// Changes the step of a change that has not been sent: what is in force has moved since it was admitted.
  mutating func move(_ id: ChangeID, from: ParameterValue, to: ParameterValue) {
    guard let index = index(id) else { return }
    (live[index].from, live[index].to) = (from, to)
  }

  /// Notes that a change's request is being sent.
  mutating func stage(_ id: ChangeID, _ turn: inout Reaction) {
    guard let index = index(id) else { return }
    live[index].stage = .staged
    turn.publish(live[index])
    inFlight = id
  }

  /// Ends a change that was not applied.
  mutating func refuse(_ id: ChangeID, _ refusal: Refusal, _ turn: inout Reaction) {
    waiting.removeAll { $0.id == id }
    if inFlight == id { inFlight = nil }
    guard let index = index(id) else { return }
    var record = live.remove(at: index)
    record.stage = .refused
    record.refusal = refusal
    record.endedAt = turn.time
    turn.publish(record)
    plans.refuse(record, refusal, at: turn.time.open)
  }

  // MARK: In force

  /// Notes that the change in flight is in force.
  mutating func arrive(
    _ now: ConfigurationApplied, _ turn: inout Reaction
  ) -> (record: ChangeRecord, plan: PlanBook.Arrival)? {
    let id = inFlight
    inFlight = nil
    guard let index = index(id) else { return nil }
    live[index].stage = .applied
    live[index].version = now.version
    live[index].appliedAt = turn.time
    turn.publish(live[index])
    return (live[index], plans.arrive(live[index], at: turn.time.open))
  }

  mutating func measure(_ id: ChangeID, _ turn: inout Reaction) {
    guard let index = index(id) else { return }
    live[index].stage = .measuring
    turn.publish(live[index])
  }

  /// - Returns: whether the report is about a change that is in force.
  mutating func note(_ report: MeasurementReport) -> Bool {
    guard let index = index(report.change), live[index].version == report.version else { return false }
    live[index].measurement = report
    if report.finding != .harmful, report.finding != .void {
      plans.note(harmlessTrades: report.trades, of: report.change)
    }
    return true
  }

  mutating func end(
    _ id: ChangeID, as stage: ChangeStage, because conclusion: String? = nil, _ turn: inout Reaction
  ) {
    guard let index = index(id) else { return }
    var record = live.remove(at: index)
    record.stage = stage
    record.endedAt = turn.time
    record.conclusion = conclusion
    turn.publish(record)
  }

  /// Restores lost changes, in order of their numbers, so that no number is given twice.
  mutating func restore(_ records: [ChangeRecord]) {
    lastChange = records.last?.id.number ?? 0
    live = records.filter { !$0.stage.isFinal }
  }
}
