import Domain

/// What goes to the trader next. A person's less risk comes first, then rollbacks before new changes, and new changes
/// before later steps.
extension ChangeQueue {
  /// Admits and sends what is due until a request is in flight.
  ///
  /// - Parameter isRampTurning: whether a live ramp takes its turns.
  mutating func sendNext(_ reductions: Reductions, isRampTurning: Bool, _ turn: inout Reaction) {
    while inFlight == nil {
      let due = plans.due(at: turn.time.open, isRampTurning: isRampTurning)
      if let urgent = takeUrgent() {
        send(urgent, &turn)
      } else if admitFirst(of: due.filter(\.isPersonalReduction), reductions, &turn)
        || admitFirst(of: rollbacks(among: due, turn.trader), reductions, &turn)
      {
        if let admitted = takeNewest() { send(admitted, &turn) }
      } else if let oldest = takeOldest() {
        send(oldest, &turn)
      } else {
        let others = due.filter { $0.purpose != .rollback && !$0.isPersonalReduction }
        guard admitFirst(of: others, reductions, &turn) else { return }
      }
    }
  }

  /// Rollbacks in the order of their turn: those that lower risk, then those of equal risk, then steps that raise it.
  private func rollbacks(among due: [ChangePlan], _ trader: TraderWord) -> [ChangePlan] {
    guard let now = trader.inForce?.configuration else { return [] }
    let directions: [RiskDirection] = [.lowers, .equal, .raises]
    return directions.flatMap { direction in
      due.filter { plan in
        plan.purpose == .rollback
          && now.replacing(plan.parameter, with: plan.target).map { now.risk(of: $0) } == direction
      }
    }
  }

  /// Admits the next step of the first plan that has a legal one; drops plans that have none.
  private mutating func admitFirst(
    of due: [ChangePlan], _ reductions: Reductions, _ turn: inout Reaction
  ) -> Bool {
    for plan in due {
      guard let now = turn.trader.inForce, let judgement = try? turn.trader.judge(plan, at: turn.time) else {
        plans.remove(plan.parameter)
        continue
      }
      if let why = reductions.objection(to: plan, judgement.step, now) {
        drop(plan, why: why, &turn)
        continue
      }
      switch judgement.verdict {
      case .success(let checks):
        admit(plan, judgement.step, checks: checks, &turn)
        return true
      case .failure(.cooldown(_, let remaining)):
        plans.postpone(plan.parameter, until: turn.time.open + remaining)
      case .failure:
        plans.postpone(plan.parameter, until: turn.time.open + MarketTime.hour)
      }
    }
    return false
  }

  /// Sends an admitted change, if it is still legal.
  private mutating func send(_ admitted: Waiting, _ turn: inout Reaction) {
    guard let record = record(admitted.id) else { return }
    do throws(Refusal) {
      if admitted.word != turn.trader.number { try judgeAnew(record, turn) }
      stage(record.id, &turn)
    } catch {
      refuse(record.id, error, &turn)
    }
  }

  /// The trader has spoken since the change was admitted, so that the judgement does not hold any more.
  private mutating func judgeAnew(_ record: ChangeRecord, _ turn: Reaction) throws(Refusal) {
    guard let limits = turn.trader.limits else { return }
    var step = record.to
    if record.isPersonalReduction,
      let next = limits.nextStep(record.parameter, toward: record.target, purpose: record.purpose)
    {
      // Less than what is in force now is what the person wants.
      step = next
      move(record.id, from: limits.current[record.parameter], to: step)
    }
    _ = try limits.check(record.parameter, to: step, purpose: record.purpose, now: turn.time).get()
  }
}
