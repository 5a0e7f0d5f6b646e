internal import Domain
internal import Foundation
internal import Journal
internal import ReferenceBot
internal import Runtime
internal import Safety
internal import TraderRuntime
internal import Wire

extension CoreRecovery {
  /// Writes what others have heard of it, what it has heard, what has ended, and its state.
  func write(
    _ state: HostState<C>, _ effects: [Effect], _ known: WhatOthersKnow, _ loss: MemoryLoss,
    inputs: [(position: Int64, record: InputRecord)], at path: String
  ) throws -> RecoveredJournal {
    var state = state
    let journal = try Journal.open(
      path: path, role: C.role.rawValue, following: max(known.numbering.epoch, try fence()))
    var writer = EventWriter(
      bot: bot, symbol: manifest.symbol, role: C.role, epoch: journal.epoch,
      wallClock: { wallClockMilliseconds() })
    let position = state.heads[Role.trader.rank]
    var rows: [NewRow] = []
    for number in stride(from: Int64(1), through: loss.lastNumber, by: 1) {
      if let told = known.told[number] {
        rows.append(try NewRow(NumberedEvent(told.event, number), told.time, told.position, &writer))
      } else if number > known.everybody {
        guard let event = C.standIn(for: loss, number: number) else {
          throw RecoveryError.disagrees("event \(number) of the \(C.role.rawValue) is awaited, and nobody knows it")
        }
        rows.append(try NewRow(NumberedEvent(event, number), state.time, position, &writer))
      }
    }
    let restored = rows.count
    state.sequence = loss.lastNumber
    let heard = try inputs.map { (position: $0.position, payload: try canonicalJSON($0.record)) }
    var sends: [(id: String, role: Role, payload: Data)] = []
    for effect in effects {
      switch effect {
      case .publish(let event) where event.isDurable:
        state.sequence += 1
        rows.append(try NewRow(NumberedEvent(event, state.sequence), state.time, position, &writer))
      case .send(let id, let command): sends.append((id, command.recipient, try canonicalJSON(command)))
      case .publish, .answer: break
      }
    }
    let (checkpoint, why, sequence) = (try canonicalJSON(state), try canonicalJSON(record), state.sequence)
    let steps = Data("\(state.steps)".utf8)
    try journal.turn { (turn) throws(JournalError) in
      try turn.append(kind: RecoveryRecord.kind, sequence: nil, position: position, payload: why)
      for item in heard {
        try turn.append(kind: InputRecord.kind, sequence: nil, position: item.position, payload: item.payload)
      }
      for row in rows {
        try turn.append(kind: row.kind, sequence: row.sequence, position: row.position, payload: row.payload)
      }
      for send in sends { try turn.enqueue(id: send.id, recipient: send.role.rawValue, payload: send.payload) }
      try turn.checkpoint(state: checkpoint, position: position, sequence: sequence)
      try turn.set(CorePast.stepsName, steps)
    }
    let recovered = RecoveredJournal(
      role: C.role, head: journal.head, epoch: journal.epoch, sequence: sequence, position: position,
      restored: restored, ended: effects.compactMap(Self.line))
    try journal.close()
    return recovered
  }

  /// The writer's epoch below which the trader takes nothing; for the optimizer.
  private func fence() throws -> Int64 {
    guard C.role == .optimizer,
      let state = try JournalFile.open(path: directory.journal(of: .trader)).checkpoints().first?.state
    else { return 0 }
    do {
      return try JSONDecoder().decode(TraderState.self, from: state).trader.ledger.fence
    } catch {
      throw RecoveryError.unreadable(directory.journal(of: .trader), "\(error)")
    }
  }

  private static func line(_ effect: Effect) -> String? {
    switch effect {
    case .publish(.change(let record)) where record.stage.isFinal:
      "change \(record.id), \(record.parameter.rawValue) \(record.from) to \(record.to): "
        + (record.conclusion ?? record.stage.rawValue)
    case .publish(.experiment(let report)): "experiment \(report.id), \(report.hypothesis): \(report.stage.rawValue)"
    case .publish(.alert(let alert)): "alert \(alert.number), \(alert.kind.rawValue): \(alert.phase.rawValue)"
    default: nil
    }
  }
}

/// A row of the new journal.
private struct NewRow {
  var kind: String
  var sequence: Int64
  var position: Int64
  var payload: Data

  init(_ item: NumberedEvent, _ time: MarketTime, _ position: Int64, _ writer: inout EventWriter) throws {
    kind = item.event.kind.rawValue
    sequence = item.sequence
    self.position = position
    payload = PackedFrames.pack(try writer.encode(item, at: time))
  }
}
