import Domain

extension LiveOptimizer {
  /// The trader says what is in force. Its word is the truth, whatever this side remembers.
  mutating func adopt(_ now: ConfigurationApplied, _ effects: inout [Effect]) {
    let before = inForce
    // A request that came twice is acknowledged with the version that it had made, which may be history by now.
    if let before, now.change != nil, now.turn == nil, now.version < before.version { return }
    inForce = now
    settleSwitch(now)
    if let before, before.version != now.version, now.turn == nil {
      for parameter in Parameter.allCases where before.configuration[parameter] != now.configuration[parameter] {
        changeTimes.set(parameter, open: time.open)
      }
    }
    if let change = now.change, change == inFlight {
      inFlight = nil
      arrive(change, now, from: before, &effects)
    } else if let before, before.version != now.version, now.turn == nil {
      resend(&effects)
    }
    advance(&effects)
  }

  mutating func hear(_ refused: ConfigurationRefused, _ effects: inout [Effect]) {
    guard !hearRefusedSwitch(refused) else { return advance(&effects) }
    guard refused.change == inFlight else { return }
    refuse(refused.change, refused.refusal, &effects)
    if case .staleEpoch = refused.refusal {
      // Another optimizer has taken over; what this one planned is no longer its business.
      plans.removeAll()
    }
    advance(&effects)
  }

  /// A change has been applied: it is measured, or, where it needs no proof, it is kept.
  private mutating func arrive(
    _ id: ChangeID, _ now: ConfigurationApplied, from before: ConfigurationApplied?, _ effects: inout [Effect]
  ) {
    guard let index = live.firstIndex(where: { $0.id == id }) else { return }
    live[index].stage = .applied
    live[index].version = now.version
    live[index].appliedAt = time
    effects.append(.publish(.change(live[index])))
    let record = live[index]
    applied.append(AppliedChange(id: id, parameter: record.parameter, from: record.from))
    let overtaken = movePlan(of: record)
    if let experiment = record.ramp, let before, !overtaken {
      ramp = RunningRamp(
        experiment: experiment, change: id, incumbent: before.version, candidate: now.version,
        origin: before.configuration, heardAt: time.open)
    }
    if overtaken {
      end(id, as: .reverted, &effects)
    } else if record.purpose.isMeasured {
      reductions.removeAll { $0.parameter == record.parameter }
      live[index].stage = .measuring
      effects.append(.publish(.change(live[index])))
    } else {
      if record.purpose == .lowerRisk { startReduction(record) }
      if record.to == now.approved[record.parameter] { reductions.removeAll { $0.parameter == record.parameter } }
      end(id, as: .kept, &effects)
    }
  }

  /// Notes a step's arrival in its plan and closes a plan that is at its goal and has nothing to measure.
  ///
  /// - Returns: whether a rollback was decided while the step was under way, so that it is undone before it is measured.
  private mutating func movePlan(of record: ChangeRecord) -> Bool {
    guard let index = plans.firstIndex(where: { $0.parameter == record.parameter }) else { return false }
    guard plans[index].pending == record.id else { return plans[index].purpose == .rollback }
    plans[index].pending = nil
    plans[index].last = record.id
    plans[index].lastApplied = time.open
    plans[index].harmlessTrades = 0
    plans[index].lastKept = false
    if record.to == record.target { plans.remove(at: index) }
    return false
  }

  // MARK: Risk reductions

  /// Trades from now until a reduction expires.
  private mutating func startReduction(_ record: ChangeRecord) {
    reductions.removeAll { $0.parameter == record.parameter }
    reductions.append(
      RiskReduction(
        parameter: record.parameter, change: record.id, expiresAt: closedTrades + settings.reductionTrades))
  }

  /// A trigger that asks for what is already in force renews it.
  ///
  /// - Returns: whether there was a reduction to renew.
  mutating func renewReduction(of parameter: Parameter) -> Bool {
    guard let index = reductions.firstIndex(where: { $0.parameter == parameter }) else { return false }
    reductions[index].expiresAt = closedTrades + settings.reductionTrades
    return true
  }

  /// Starts the way back for each reduction whose trades are over.
  mutating func expireReductions(_ effects: inout [Effect]) {
    guard let now = inForce else { return }
    for reduction in reductions where closedTrades >= reduction.expiresAt {
      let parameter = reduction.parameter
      guard now.configuration[parameter] != now.approved[parameter] else {
        reductions.removeAll { $0.parameter == parameter }
        continue
      }
      guard !plans.contains(where: { $0.parameter == parameter }),
        !live.contains(where: { $0.parameter == parameter })
      else { continue }
      plans.append(
        ChangePlan(
          parameter: parameter, target: now.approved[parameter], purpose: .returnToApproved, by: .role(.optimizer),
          reason: "the risk reduction of change \(reduction.change) expired",
          evidence: "\(settings.reductionTrades) trades without renewal"))
    }
  }
}
