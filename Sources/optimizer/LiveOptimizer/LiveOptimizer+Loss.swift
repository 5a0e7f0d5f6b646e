package import Domain

extension LiveOptimizer {
  /// Takes up the numbers of the lost changes, so that none is given twice, remembers those that were applied, so that they
  /// can be taken back, and gives up those that were under way, as any change without proof is given up: the side of less
  /// risk stays.
  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    let arrivals = Dictionary(
      loss.applied.compactMap { item in item.configuration.change.map { ($0, item) } },
      uniquingKeysWith: { first, _ in first })
    let records = Self.last(of: loss.told).map { record in
      var record = record
      record.version = record.version ?? arrivals[record.id]?.configuration.version
      record.appliedAt = record.appliedAt ?? arrivals[record.id]?.time
      return record
    }
    lastChange = (records.map(\.id) + Array(arrivals.keys)).map(\.number).max() ?? 0
    for record in records where record.version != nil {
      applied.append(
        AppliedChange(
          id: record.id, parameter: record.parameter, from: record.from,
          approvals: arrivals[record.id]?.configuration.approvals ?? 0,
          proven: record.stage == .kept && record.purpose.isMeasured))
      hold(record)
    }
    live = records.filter { !$0.stage.isFinal }
    var effects: [Effect] = []
    for record in live {
      if record.version == nil {
        end(record.id, as: .inconclusive, because: "\(loss.sentence); it was not in force", &effects)
      } else {
        giveUp(record, why: loss.sentence, evidence: "what was measured is lost", &effects)
      }
    }
    tellPlans(&effects)
    return effects
  }

  /// The last that was told of each change, in the order of their numbers.
  private static func last(of told: [Event]) -> [ChangeRecord] {
    var last: [ChangeID: ChangeRecord] = [:]
    for case .change(let record) in told { last[record.id] = record }
    return last.values.sorted { $0.id < $1.id }
  }

  /// What a person lowered stays lowered until a person changes or approves it.
  private mutating func hold(_ record: ChangeRecord) {
    guard record.stage == .kept, record.by.isPerson else { return }
    holds.removeAll { $0.parameter == record.parameter }
    guard record.purpose == .lowerRisk else { return }
    holds.append(PersonalHold(parameter: record.parameter, value: record.to, person: record.by.name))
  }

  /// The other numbers of this stream are what was told of the steps to come, which nobody acts on.
  package static func placeholder(for loss: MemoryLoss, number: Int64) -> Event? { .plans(Plans()) }
}
