package import Domain

extension LiveOptimizer {
  /// Takes up the numbers of the lost changes, so that none is given twice, remembers those that were applied, so that they
  /// can be taken back, gives up those that were under way, as any change without proof is given up, and goes on with the
  /// ways back that were owed: the side of less risk stays.
  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    let arrivals = Arrival.all(in: loss.applied)
    var effects: [Effect] = []
    let records = records(told: loss.told, arrivals, because: loss.sentence, &effects)
    lastChange = records.map(\.id.number).max() ?? 0
    for record in records where record.version != nil {
      applied.append(
        AppliedChange(
          id: record.id, parameter: record.parameter, from: record.from, approvals: arrivals[record.id]?.approvals ?? 0,
          proven: record.stage == .kept && record.purpose.isMeasured))
      hold(record, approvals: arrivals[record.id]?.approvals ?? 0)
    }
    for record in records where record.version != nil && record.stage.isFinal { payBack(record, &effects) }
    live = records.filter { !$0.stage.isFinal }
    for record in live where live.contains(where: { $0.id == record.id }) {
      if record.version != nil {
        giveUp(record, why: loss.sentence, evidence: "what was measured is lost", &effects)
      } else {
        end(record.id, as: .inconclusive, because: "\(loss.sentence); it was not in force", &effects)
        if record.purpose == .rollback { planBack(record, to: record.target, undoes: record.undoes, &effects) }
      }
    }
    tellPlans(&effects)
    return effects
  }

  /// The last that was told of each change, and what can be told of those of which nobody has heard but the trader. Of
  /// these the last of each parameter is still to be judged; for the others it is too late.
  private func records(
    told: [Event], _ arrivals: [ChangeID: Arrival], because sentence: String, _ effects: inout [Effect]
  ) -> [ChangeRecord] {
    var last: [ChangeID: ChangeRecord] = [:]
    for case .change(let record) in told { last[record.id] = record }
    let newest = Dictionary(
      arrivals.map { ($0.value.parameter, $0.key) }, uniquingKeysWith: { left, right in max(left, right) })
    for (id, arrival) in arrivals.sorted(by: { $0.key < $1.key }) {
      var record = last[id] ?? unknown(id, arrival, because: sentence)
      record.version = record.version ?? arrival.version
      record.appliedAt = record.appliedAt ?? arrival.time
      if last[id] == nil, newest[arrival.parameter] != id {
        record.stage = .inconclusive
        record.endedAt = time
        record.conclusion = "\(sentence); what it was is not known any more"
        effects.append(.publish(.change(record)))
      }
      last[id] = record
    }
    return last.values.sorted { $0.id < $1.id }
  }

  private func unknown(_ id: ChangeID, _ arrival: Arrival, because sentence: String) -> ChangeRecord {
    ChangeRecord(
      id: id, stage: .measuring, parameter: arrival.parameter, from: arrival.from, to: arrival.to, target: arrival.to,
      purpose: .byHand, by: .role(.optimizer), reason: "not known any more", evidence: sentence,
      proposedAt: arrival.time)
  }

  /// A change that ended without proof, or in harm, may not have been taken back yet.
  private mutating func payBack(_ record: ChangeRecord, _ effects: inout [Effect]) {
    switch record.stage {
    case .reverted: break
    case .inconclusive: guard mustGoBack(record) else { return }
    default:
      // A way back in several steps.
      if record.purpose == .rollback, record.to != record.target {
        planBack(record, to: record.target, undoes: record.undoes, &effects)
      }
      return
    }
    planBack(record, to: record.from, undoes: record.id, &effects)
  }

  /// Where the value of a change is still in force, it goes to another.
  private mutating func planBack(
    _ record: ChangeRecord, to value: ParameterValue, undoes change: ChangeID?, _ effects: inout [Effect]
  ) {
    guard let now = inForce, now.configuration[record.parameter] != value,
      applied.last(where: { $0.parameter == record.parameter })?.id == (record.version == nil ? change : record.id)
    else { return }
    planRollback(
      of: record.parameter, to: value, undoes: change, by: .role(.optimizer), reason: record.reason,
      evidence: "change \(record.id) had not been taken back when the journal was lost", &effects)
  }

  /// What a person lowered stays lowered until a person changes or approves it.
  private mutating func hold(_ record: ChangeRecord, approvals: Int64) {
    guard record.stage == .kept, record.by.isPerson else { return }
    holds.removeAll { $0.parameter == record.parameter }
    guard record.purpose == .lowerRisk, approvals >= inForce?.approvals ?? 0 else { return }
    holds.append(PersonalHold(parameter: record.parameter, value: record.to, person: record.by.name))
  }

  /// The other numbers of this stream are what was told of the steps to come, which nobody acts on.
  package static func standIn(for loss: MemoryLoss, number: Int64) -> Event? { .plans(Plans()) }
}

/// A change as the trader told it.
private struct Arrival {
  var parameter: Parameter
  var from: ParameterValue
  var to: ParameterValue
  var version: ConfigurationVersion
  var approvals: Int64
  var time: MarketTime

  static func all(in applied: [MemoryLoss.Applied]) -> [ChangeID: Arrival] {
    var arrivals: [ChangeID: Arrival] = [:]
    for (before, item) in zip(applied, applied.dropFirst()) {
      let (old, now) = (before.configuration, item.configuration)
      guard let change = now.change, arrivals[change] == nil, now.version > old.version,
        let parameter = Parameter.allCases.first(where: { old.configuration[$0] != now.configuration[$0] })
      else { continue }
      arrivals[change] = Arrival(
        parameter: parameter, from: old.configuration[parameter], to: now.configuration[parameter],
        version: now.version, approvals: now.approvals, time: item.time)
    }
    return arrivals
  }
}
