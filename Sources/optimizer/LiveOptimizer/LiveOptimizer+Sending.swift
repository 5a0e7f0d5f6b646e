import Domain

extension LiveOptimizer {
  func limits(_ now: ConfigurationApplied, safety: SafetyLevel) -> ChangeLimits {
    ChangeLimits(
      rules: profile.rules, current: now.configuration, approved: now.approved, lastChanged: changeTimes.byParameter,
      safety: safety)
  }

  mutating func newChange() -> ChangeID {
    lastChange += 1
    return ChangeID(lastChange)
  }

  func record(of plan: ChangePlan, id: ChangeID, from: ParameterValue, to: ParameterValue) -> ChangeRecord {
    ChangeRecord(
      id: id, stage: .proposed, parameter: plan.parameter, from: from, to: to, target: plan.target,
      purpose: plan.purpose, by: plan.by, reason: plan.reason, evidence: plan.evidence, proposedAt: time,
      undoes: plan.undoes, ramp: plan.lastApplied == nil ? plan.ramp : nil,
      approvals: plan.approvals)
  }

  /// Makes the record of a plan's next step, which has passed its checks, and queues it for the trader.
  mutating func admit(_ plan: ChangePlan, step: ParameterValue, checks: [String], _ effects: inout [Effect]) {
    guard let now = inForce else { return }
    let id = newChange()
    var record = record(of: plan, id: id, from: now.configuration[plan.parameter], to: step)
    effects.append(.publish(.change(record)))
    record.stage = .admitted
    record.checks = checks
    effects.append(.publish(.change(record)))
    live.append(record)
    var plan = plan
    plan.pending = id
    plan.steps.append(id)
    plans.removeAll { $0.parameter == plan.parameter }
    plans.append(plan)
    waiting.append(id)
  }

  /// Sends what is due, one request at a time: a person's less risk first, then rollbacks before new changes and new
  /// changes before later steps.
  mutating func advance(_ effects: inout [Effect]) {
    guard safety?.allowsChanges == true, let now = inForce else { return }
    while inFlight == nil {
      sendSwitch(&effects)
      guard switching == nil else { return }
      let limits = limits(now, safety: .active)
      if let urgent = waiting.firstIndex(where: isPersonalReduction) {
        send(waiting.remove(at: urgent), now, &effects)
      } else if admitNext(plans.filter { $0.isPersonalReduction && isDue($0) }, limits, &effects)
        || admitNext(dueRollbacks(limits), limits, &effects)
      {
        if let id = waiting.popLast() { send(id, now, &effects) }
      } else if !waiting.isEmpty {
        send(waiting.removeFirst(), now, &effects)
      } else if !admitNext(plans.filter { $0.purpose != .rollback && isDue($0) }, limits, &effects) {
        return
      }
    }
  }

  /// Rollbacks whose turn it is: at once those that lower risk, then those of equal risk, then steps that raise it.
  private func dueRollbacks(_ limits: ChangeLimits) -> [ChangePlan] {
    let due = plans.filter { $0.purpose == .rollback && isDue($0) }
    let directions: [RiskDirection] = [.lowers, .equal, .raises]
    return directions.flatMap { direction in
      due.filter { plan in
        limits.current.replacing(plan.parameter, with: plan.target).map { limits.current.risk(of: $0) } == direction
      }
    }
  }

  private func isDue(_ plan: ChangePlan) -> Bool {
    guard plan.pending == nil, time.open >= plan.notBefore else { return false }
    if plan.purpose == .promotion, let ramp, !ramp.isFullLive { return false }
    guard let last = plan.lastApplied, !plan.isPersonalReduction else { return true }
    guard time.open - last >= max(settings.stepTime, profile.rules.cooldown) else { return false }
    return !plan.purpose.isMeasured || plan.lastKept || plan.harmlessTrades >= settings.stepTrades
  }

  /// Admits the next step of the first plan that has a legal one; drops plans that have none.
  private mutating func admitNext(_ due: [ChangePlan], _ limits: ChangeLimits, _ effects: inout [Effect]) -> Bool {
    for plan in due {
      guard let step = limits.nextStep(plan.parameter, toward: plan.target, purpose: plan.purpose) else {
        plans.removeAll { $0.parameter == plan.parameter }
        continue
      }
      if let now = inForce, let why = objection(to: plan, step, now) {
        drop(plan, why: why, &effects)
        continue
      }
      switch check(plan, step, limits) {
      case .success(let checks):
        admit(plan, step: step, checks: checks, &effects)
        return true
      case .failure(.cooldown(_, let remaining)):
        postpone(plan.parameter, by: remaining)
      case .failure:
        postpone(plan.parameter, by: MarketTime.hour)
      }
    }
    return false
  }

  private mutating func postpone(_ parameter: Parameter, by wait: Int64) {
    guard let index = plans.firstIndex(where: { $0.parameter == parameter }) else { return }
    plans[index].notBefore = time.open + wait
  }

  /// Sends an admitted change, if it is still legal: the one before it may have changed what is in force.
  private mutating func send(_ id: ChangeID, _ now: ConfigurationApplied, _ effects: inout [Effect]) {
    guard let index = live.firstIndex(where: { $0.id == id }) else { return }
    let limits = limits(now, safety: .active)
    if isPersonalReduction(id),
      let step = limits.nextStep(live[index].parameter, toward: live[index].target, purpose: .lowerRisk)
    {
      // Whatever was under way may have moved the value: less than what is in force now is what the person wants.
      (live[index].from, live[index].to) = (now.configuration[live[index].parameter], step)
    }
    let check = limits.check(
      live[index].parameter, to: live[index].to, purpose: live[index].purpose, now: time)
    if case .failure(let refusal) = check {
      refuse(id, refusal, &effects)
      return
    }
    live[index].stage = .staged
    effects.append(.publish(.change(live[index])))
    inFlight = id
    request(live[index], now, &effects)
  }

  /// The name of a command. With the epoch in it, a request of an optimizer that runs from an older copy of its journal
  /// meets the trader's fence, not the answer to another request of the same number.
  mutating func newCommand() -> String {
    lastCommand += 1
    return "optimizer-\(epoch)-\(lastCommand)"
  }

  private mutating func request(_ record: ChangeRecord, _ now: ConfigurationApplied, _ effects: inout [Effect]) {
    effects.append(
      .send(
        id: newCommand(),
        .apply(
          ApplyRequest(
            change: record.id, parameter: record.parameter, value: record.to, purpose: record.purpose,
            expected: now.version, fence: epoch, approves: false,
            ramps: record.ramp != nil, approvals: record.approvals))))
  }

  /// Asks again, under the present epoch and version, for what was under way. A request that had been carried out is
  /// acknowledged by the trader and changes nothing.
  mutating func resend(_ effects: inout [Effect]) {
    guard let now = inForce, let record = live.first(where: { $0.id == inFlight }) else { return }
    request(record, now, &effects)
  }

  /// Ends a change that did not come to be applied.
  mutating func refuse(_ id: ChangeID, _ refusal: Refusal, _ effects: inout [Effect]) {
    waiting.removeAll { $0 == id }
    if inFlight == id { inFlight = nil }
    guard let index = live.firstIndex(where: { $0.id == id }) else { return }
    var record = live.remove(at: index)
    record.stage = .refused
    record.refusal = refusal
    record.endedAt = time
    effects.append(.publish(.change(record)))
    guard let plan = plans.firstIndex(where: { $0.pending == id }) else { return }
    plans[plan].pending = nil
    switch refusal {
    case .approvedSince:
      plans.remove(at: plan)
    case .safety, .staleVersion, .unavailable, .busy, .cooldown:
      // A first step that a person or a policy waits for is theirs to ask for again; what has begun goes on later, and
      // so does less risk that was promised to a person.
      if plans[plan].lastApplied == nil, plans[plan].purpose != .rollback, !plans[plan].isPersonalReduction {
        plans.remove(at: plan)
      } else {
        plans[plan].notBefore = time.open + MarketTime.minute
      }
    default:
      if plans[plan].purpose == .rollback, refusal != .unchanged(parameter: record.parameter, value: "\(record.to)") {
        plans[plan].notBefore = time.open + MarketTime.hour
      } else {
        plans.remove(at: plan)
      }
    }
  }
}
