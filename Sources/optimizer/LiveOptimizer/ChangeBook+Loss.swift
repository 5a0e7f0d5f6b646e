import Domain

/// Going on after the loss of the journal, from what others have published.
extension ChangeBook {
  /// Restores the numbers of the lost changes, so that none is given twice, remembers those that were applied, so that
  /// they can be rolled back, drops those that were under way, as any change without proof is dropped, and resumes the
  /// rollbacks and returns that were due: the side of less risk stays.
  mutating func goOn(after loss: MemoryLoss, _ turn: inout Reaction) {
    let traces = TraderTrace.all(in: loss.applied)
    let records = Self.records(of: loss, traces, &turn)
    queue.restore(records)
    for record in records where record.version != nil {
      remember(record, approvals: traces[record.id]?.approvals ?? 0, turn.trader.inForce)
    }
    for record in records where record.version != nil && record.stage.isFinal { payBack(record, &turn) }
    for record in queue.live where queue.record(record.id) != nil {
      if record.version != nil {
        giveUp(record, why: loss.sentence, evidence: "what was measured is lost", &turn)
      } else {
        end(record.id, as: .inconclusive, because: "\(loss.sentence); it was not in force", &turn)
        if record.purpose == .rollback { planBack(record, to: record.target, undoes: record.undoes, &turn) }
      }
    }
  }

  /// The last record of each change, and what can be known of those of which only the trader has heard. Of these the
  /// last of each parameter is still to be judged; for the others it is too late.
  private static func records(
    of loss: MemoryLoss, _ traces: [ChangeID: TraderTrace], _ turn: inout Reaction
  ) -> [ChangeRecord] {
    var last: [ChangeID: ChangeRecord] = [:]
    for case .change(let record) in loss.told { last[record.id] = record }
    let newest = Dictionary(
      traces.map { ($0.value.parameter, $0.key) }, uniquingKeysWith: { left, right in max(left, right) })
    for (id, trace) in traces.sorted(by: { $0.key < $1.key }) {
      var record = last[id] ?? trace.record(id, because: loss.sentence)
      record.version = record.version ?? trace.version
      record.appliedAt = record.appliedAt ?? trace.time
      if last[id] == nil, newest[trace.parameter] != id {
        record.stage = .inconclusive
        record.endedAt = turn.time
        record.conclusion = "\(loss.sentence); what it was is not known any more"
        turn.publish(record)
      }
      last[id] = record
    }
    return last.values.sorted { $0.id < $1.id }
  }

  /// Restores a change that had been applied. What a person lowered stays lowered until a person changes or approves
  /// it.
  private mutating func remember(_ record: ChangeRecord, approvals: Int64, _ now: ConfigurationApplied?) {
    history.add(record, approvals: approvals, isProven: record.stage == .kept && record.purpose.isMeasured)
    guard record.stage == .kept, case .person(let person) = record.by else { return }
    reductions.release(record.parameter)
    guard record.purpose == .lowerRisk, approvals >= now?.approvals ?? 0 else { return }
    reductions.hold(record.parameter, at: record.to, for: person)
  }

  /// A change that ended without proof, or in harm, may not have been taken back yet.
  private mutating func payBack(_ record: ChangeRecord, _ turn: inout Reaction) {
    switch record.stage {
    case .reverted: break
    case .inconclusive: guard history.mustGoBack(record, turn.trader.inForce) else { return }
    default:
      // A return or rollback in several steps.
      if record.purpose == .rollback, record.to != record.target {
        planBack(record, to: record.target, undoes: record.undoes, &turn)
      }
      return
    }
    planBack(record, to: record.from, undoes: record.id, &turn)
  }

  /// Where the value of a change is still in force, it goes to another.
  private mutating func planBack(
    _ record: ChangeRecord, to value: ParameterValue, undoes change: ChangeID?, _ turn: inout Reaction
  ) {
    guard let now = turn.trader.inForce, now.configuration[record.parameter] != value,
      history.last(of: record.parameter)?.id == (record.version == nil ? change : record.id)
    else { return }
    let plan = ChangePlan.rollback(
      of: record.parameter, to: value, undoes: change, by: .role(.optimizer), reason: record.reason,
      evidence: "change \(record.id) had not been taken back when the journal was lost", turn)
    takeBack(plan, isThere: false, &turn)
  }
}

/// A change as the trader published it.
private struct TraderTrace {
  var parameter: Parameter
  var from: ParameterValue
  var to: ParameterValue
  var version: ConfigurationVersion
  var approvals: Int64
  var time: MarketTime

  static func all(in applied: [MemoryLoss.Applied]) -> [ChangeID: TraderTrace] {
    var traces: [ChangeID: TraderTrace] = [:]
    for (before, item) in zip(applied, applied.dropFirst()) {
      let (old, now) = (before.configuration, item.configuration)
      guard let change = now.change, traces[change] == nil, now.version > old.version,
        let parameter = Parameter.allCases.first(where: { old.configuration[$0] != now.configuration[$0] })
      else { continue }
      traces[change] = TraderTrace(
        parameter: parameter, from: old.configuration[parameter], to: now.configuration[parameter],
        version: now.version, approvals: now.approvals, time: item.time)
    }
    return traces
  }

  func record(_ id: ChangeID, because sentence: String) -> ChangeRecord {
    ChangeRecord(
      id: id, stage: .measuring, parameter: parameter, from: from, to: to, target: to, purpose: .byHand,
      by: .role(.optimizer), reason: "not known any more", evidence: sentence, proposedAt: time)
  }
}
