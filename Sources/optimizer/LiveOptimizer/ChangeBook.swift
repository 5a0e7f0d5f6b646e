import Domain

/// All that the optimizer knows of changes, from the plan to the verdict, and which rollbacks and returns are due.
///
/// Each part keeps its own rules; what concerns several of them is done by the methods here, which keep them
/// consistent. Proposals, rollbacks, verdicts and a lost journal are in the extensions.
struct ChangeBook: Hashable, Sendable, Codable {
  var queue: ChangeQueue
  var history = ChangeHistory()
  var evidence: Evidence
  var reductions: Reductions
  var ramp: RampControl

  init(profile: SymbolProfile, settings: OptimizerSettings) {
    queue = ChangeQueue(pace: StepPace(profile: profile, settings: settings))
    evidence = Evidence(settings: settings)
    reductions = Reductions(lifetime: settings.reductionTrades)
    ramp = RampControl(silence: settings.rampSilence)
  }

  // MARK: The trader's word

  /// The trader says what is in force.
  ///
  /// - Returns: whether that answers the request under way.
  mutating func adopt(_ news: TraderWord.News, _ turn: inout Reaction) -> Bool {
    if news.isApproval { approve(news.now, &turn) }
    ramp.settle(news.now)
    guard queue.isAnswered(by: news.now) else { return false }
    arrive(news, &turn)
    return true
  }

  /// The trader has refused a request.
  ///
  /// - Returns: whether it was the one under way.
  mutating func hear(_ refused: ConfigurationRefused, _ turn: inout Reaction) -> Bool {
    if ramp.settle(refused, at: turn.time.open) { return true }
    guard refused.change == queue.inFlight else { return false }
    queue.refuse(refused.change, refused.refusal, &turn)
    // Another optimizer has taken over; this one drops its plans.
    if case .staleEpoch = refused.refusal { queue.plans.removeAll() }
    return true
  }

  /// A person has approved what is in force: every plan from before ends, but for those that lower risk.
  private mutating func approve(_ now: ConfigurationApplied, _ turn: inout Reaction) {
    let why = "a person has approved the configuration in force"
    reductions.endAll()
    for plan in queue.plans.all where !turn.trader.lowersRisk(plan.parameter, to: plan.target) {
      queue.drop(plan, why: why, &turn)
    }
    if let change = ramp.approve() { queue.end(change, as: .inconclusive, because: why, &turn) }
  }

  /// A change is in force: it is measured, or, where it needs no proof, it is kept.
  private mutating func arrive(_ news: TraderWord.News, _ turn: inout Reaction) {
    guard let (record, plan) = queue.arrive(news.now, &turn) else { return }
    let (id, parameter) = (record.id, record.parameter)
    history.add(record, approvals: news.now.approvals)
    if let experiment = record.ramp, let before = news.before, plan == .planned {
      ramp.begin(RunningRamp(of: experiment, change: id, from: before, to: news.now, at: turn.time.open))
    }
    switch plan {
    case .undone:
      end(id, as: .reverted, &turn)
    case .overtaken:
      end(id, as: .inconclusive, because: "overtaken by less risk while it was under way", &turn)
    case .planned where record.purpose.isMeasured:
      reductions.end(parameter)
      evidence.begin(id, at: turn.time.open)
      queue.measure(id, &turn)
    case .planned:
      if record.purpose == .lowerRisk { reductions.begin(record) }
      if record.to == news.now.approved[parameter] { reductions.end(parameter) }
      end(id, as: .kept, &turn)
    }
  }

  /// The request to the trader that is due, if the one before it has been answered.
  mutating func nextRequest(fence: Int64, _ turn: inout Reaction) -> Command? {
    guard turn.trader.allowsChanges, queue.inFlight == nil else { return nil }
    if let request = ramp.nextTurn(at: turn.time.open, fence: fence) { return request }
    guard !ramp.isSwitching else { return nil }
    queue.sendNext(reductions, isRampTurning: ramp.isTurning, &turn)
    return queue.requestInFlight(turn.trader, fence: fence)
  }

  // MARK: Beginnings and ends

  /// Admits the first step of a new plan. Whatever ran on the parameter ends unproven.
  mutating func begin(_ plan: ChangePlan, _ judgement: StepJudgement, checks: [String], _ turn: inout Reaction) {
    var why = "overtaken by less risk"
    switch plan.by {
    case .person(let person) where plan.isPersonalReduction:
      why = "overtaken by \(person)'s word for less risk"
      reductions.hold(plan.parameter, at: plan.target, for: person)
    case .person: reductions.release(plan.parameter)
    case .role: break
    }
    queue.giveUpPlan(of: plan.parameter, why: why, &turn)
    endApplied(of: plan.parameter, as: .inconclusive, &turn)
    queue.admit(plan, judgement.step, checks: checks, &turn)
  }

  /// Keeps a parameter where a person wants it.
  mutating func hold(_ parameter: Parameter, at value: ParameterValue, for person: String) {
    reductions.end(parameter)
    reductions.hold(parameter, at: value, for: person)
  }

  /// Starts the return from each reduction whose trades are over.
  mutating func expireReductions(_ turn: inout Reaction) {
    let returns = reductions.expire(turn, unless: queue.isBusy)
    for plan in returns { queue.replan(plan, &turn) }
  }

  /// Puts a return or rollback in place of whatever was planned for its parameter.
  ///
  /// - Parameter isThere: whether the value is in force and nothing may move it any more.
  mutating func takeBack(_ plan: ChangePlan, isThere: Bool, _ turn: inout Reaction) {
    guard !isThere else { return queue.plans.remove(plan.parameter) }
    reductions.end(plan.parameter)
    queue.replan(plan, &turn)
  }

  /// Ends a measured change as proven: its plan may go on.
  mutating func keep(_ id: ChangeID, _ turn: inout Reaction) {
    history.prove(id)
    queue.plans.noteKept(id)
    queue.end(id, as: .kept, &turn)
  }

  /// Ends a change.
  mutating func end(
    _ id: ChangeID, as stage: ChangeStage, because conclusion: String? = nil, _ turn: inout Reaction
  ) {
    queue.end(id, as: stage, because: conclusion, &turn)
    if stage != .kept { ramp.leave(id) }
  }

  /// Ends every applied change of a parameter from a number on.
  mutating func endApplied(
    of parameter: Parameter, from first: ChangeID = ChangeID(0), as stage: ChangeStage,
    because conclusion: String? = nil, _ turn: inout Reaction
  ) {
    for record in queue.applied(of: parameter, from: first) { end(record.id, as: stage, because: conclusion, &turn) }
  }
}
