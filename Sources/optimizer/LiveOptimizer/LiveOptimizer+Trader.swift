import Domain

extension LiveOptimizer {
  /// The trader says what is in force. Its word is the truth, whatever this side remembers.
  mutating func adopt(_ now: ConfigurationApplied, _ effects: inout [Effect]) {
    let before = inForce
    // A request that came twice is acknowledged with the version that it had made, which may be history by now.
    if let before, now.change != nil, now.turn == nil, now.version < before.version { return }
    inForce = now
    if let before, now.approvals > before.approvals { hearApproval(now, &effects) }
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
    applied.append(
      AppliedChange(id: id, parameter: record.parameter, from: record.from, approvals: now.approvals))
    let arrival = movePlan(of: record)
    if let experiment = record.ramp, let before, arrival == .planned {
      ramp = RunningRamp(
        experiment: experiment, change: id, incumbent: before.version, candidate: now.version,
        origin: before.configuration, heardAt: time.open)
    }
    if arrival == .undone {
      end(id, as: .reverted, &effects)
    } else if arrival == .overtaken {
      end(id, as: .inconclusive, because: "overtaken by less risk while it was under way", &effects)
    } else if record.purpose.isMeasured {
      reductions.removeAll { $0.parameter == record.parameter }
      progress.append(MeasuringProgress(change: id, open: time.open))
      live[index].stage = .measuring
      effects.append(.publish(.change(live[index])))
    } else {
      if record.purpose == .lowerRisk {
        // A person's word does not expire.
        if record.by.isPerson {
          reductions.removeAll { $0.parameter == record.parameter }
        } else {
          startReduction(record)
        }
      }
      if record.to == now.approved[record.parameter] { reductions.removeAll { $0.parameter == record.parameter } }
      end(id, as: .kept, &effects)
    }
  }

  /// What became of a step's plan while the step was under way.
  private enum Arrival {
    /// It goes on, or was given up; the step itself stands.
    case planned
    /// A rollback was decided, so that the step is undone before it is measured.
    case undone
    /// A person wants less risk.
    case overtaken
  }

  /// Notes a step's arrival in its plan and closes a plan that is at its goal and has nothing to measure.
  private mutating func movePlan(of record: ChangeRecord) -> Arrival {
    guard let index = plans.firstIndex(where: { $0.parameter == record.parameter }) else { return .planned }
    guard plans[index].pending == record.id else {
      return plans[index].purpose == .rollback ? .undone : plans[index].isPersonalReduction ? .overtaken : .planned
    }
    plans[index].pending = nil
    plans[index].last = record.id
    plans[index].lastApplied = time.open
    plans[index].harmlessTrades = 0
    plans[index].lastKept = false
    if record.to == record.target { plans.remove(at: index) }
    return .planned
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
      // Where a person had lowered it before, it goes back to that and no further.
      let home = holds.first { $0.parameter == parameter }?.value ?? now.approved[parameter]
      guard now.configuration[parameter] != home else {
        reductions.removeAll { $0.parameter == parameter }
        continue
      }
      guard !plans.contains(where: { $0.parameter == parameter }),
        !live.contains(where: { $0.parameter == parameter })
      else { continue }
      plans.append(
        ChangePlan(
          parameter: parameter, target: home, purpose: .returnToApproved, by: .role(.optimizer),
          reason: "the risk reduction of change \(reduction.change) expired",
          evidence: "\(settings.reductionTrades) trades without renewal", approvals: now.approvals, madeAt: time,
          endsReduction: reduction.change))
    }
  }
}
