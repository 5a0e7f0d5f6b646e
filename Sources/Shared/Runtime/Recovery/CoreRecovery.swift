internal import Domain
internal import Foundation
internal import Journal
internal import ReferenceBot
internal import Safety
internal import Stack
internal import Wire

/// Makes the journal of a lost core anew: its state from the trader's stream and the other processes' decisions, its
/// numbers from what the others have taken, and an end, by name, for whatever they believe to be under way.
///
/// The state is made by the core itself, which takes everything once more in silence: nothing of it is told or sent a
/// second time. What only the lost journal knew is lost: commands that waited, answers that were given, measurements of
/// commands that nobody else has written down.
struct CoreRecovery<C: Core> {
  let directory: StateDirectory
  let manifest: RunManifest
  let bot: BotName
  let record: RecoveryRecord

  /// - Parameter path: where the new journal is made; nothing may lie there.
  /// - Returns: what is in it.
  func run(_ core: C, at path: String) throws -> RecoveredJournal {
    let known = try WhatOthersKnow(of: C.role, in: directory)
    var life = CoreLife(StoredCore<C>()) { core }
    let applied = try takeAgain(&life, known)
    guard var state = life.checkpoint().checkpoint else { throw RecoveryError.disagrees("there is no state") }
    let loss = MemoryLoss(
      told: known.told.sorted { $0.key < $1.key }.map(\.value.event), lastNumber: known.last, applied: applied,
      sentence: record.sentence)
    let effects = state.core.goOn(after: loss)
    return try write(state, effects, known, loss, at: path)
  }

  // MARK: State

  /// Takes the trader's stream again, minute by minute, and what the others said in it.
  ///
  /// - Returns: the configurations that came into force.
  private func takeAgain(_ life: inout CoreLife<C>, _ known: WhatOthersKnow) throws -> [MemoryLoss.Applied] {
    let stream = try KeptStream(directory)
    var others = try C.role.sources.filter { known.witnesses.contains($0) && $0 != .trader }.map { source in
      OtherStream(role: source, try Self.said(by: source, in: directory))
    }
    var applied: [MemoryLoss.Applied] = []
    var minute: [PhaseInputs.Delivery] = []
    var passed = Int64(0)
    try stream.log.events(from: 1) { item, _ in
      guard item.sequence <= stream.end else { return false }
      if case .configurationApplied(let now) = item.event { applied.append(.init(now, time: item.time)) }
      if item.event.listeners.contains(C.role) {
        let input = Input(time: item.time, content: .event(item.event))
        minute.append(PhaseInputs.Delivery(sender: .trader, sequence: item.sequence, input: input))
      }
      guard case .minute(let number) = item.event else { return true }
      // What is said backward is heard in the next minute.
      for index in others.indices {
        minute += others[index].take(upTo: others[index].role.rank < C.role.rank ? item.sequence : passed)
      }
      _ = life.turn(minute, endOfMinute: number)
      minute.removeAll(keepingCapacity: true)
      passed = item.sequence
      return true
    }
    return applied
  }

  /// What a process has said that this one hears, out of its journal.
  private static func said(by role: Role, in directory: StateDirectory) throws -> [OtherStream.Said] {
    let file = try JournalFile.open(path: directory.journal(of: role))
    var said: [OtherStream.Said] = []
    var last = Int64(0)
    while case let rows = try file.rows(after: last), let end = rows.last {
      last = end.number
      for row in rows {
        guard let sequence = row.sequence, let frames = PackedFrames.unpack(row.payload) else { continue }
        let envelope = try Envelope.decode(frames)
        guard case .event(let event) = envelope.payload, event.listeners.contains(C.role) else { continue }
        let input = Input(time: envelope.header.time, content: .event(event))
        said.append(
          OtherStream.Said(
            position: row.position, delivery: PhaseInputs.Delivery(sender: role, sequence: sequence, input: input)))
      }
    }
    return said
  }

  // MARK: Writing

  private func write(
    _ state: HostState<C>, _ effects: [Effect], _ known: WhatOthersKnow, _ loss: MemoryLoss, at path: String
  ) throws -> RecoveredJournal {
    var state = state
    let journal = try Journal.open(
      path: path, role: C.role.rawValue, following: max(known.numbering.epoch, try fence()))
    var writer = EventWriter(
      bot: bot, symbol: manifest.symbol, role: C.role, epoch: journal.epoch, durable: 0,
      wallClock: { wallClockMilliseconds() })
    let position = state.heads[Role.trader.rank]
    var rows: [NewRow] = []
    for number in stride(from: Int64(1), through: known.last, by: 1) {
      if let told = known.told[number] {
        rows.append(try NewRow(NumberedEvent(told.event, number), told.time, told.position, &writer))
      } else if number > known.everybody {
        guard let event = C.placeholder(for: loss, number: number) else {
          throw RecoveryError.disagrees("event \(number) of the \(C.role.rawValue) is awaited, and nobody knows it")
        }
        rows.append(try NewRow(NumberedEvent(event, number), state.time, position, &writer))
      }
    }
    let restored = rows.count
    state.sequence = known.last
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
      for row in rows {
        try turn.append(kind: row.kind, sequence: row.sequence, position: row.position, payload: row.payload)
      }
      for send in sends { try turn.enqueue(id: send.id, recipient: send.role.rawValue, payload: send.payload) }
      try turn.checkpoint(state: checkpoint, position: position, sequence: sequence)
      try turn.set(CoreHost<C>.stepsName, steps)
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
    kind = item.event.journalKind
    sequence = item.sequence
    self.position = position
    payload = PackedFrames.pack(try writer.encode(item, at: time))
  }
}

/// What another process has said, in its order.
private struct OtherStream {
  struct Said {
    /// The trader's event at which it was said.
    var position: Int64
    var delivery: PhaseInputs.Delivery
  }

  let role: Role
  private var rest: ArraySlice<Said>

  init(role: Role, _ said: [Said]) {
    self.role = role
    rest = said[...]
  }

  mutating func take(upTo position: Int64) -> [PhaseInputs.Delivery] {
    let due = rest.prefix { $0.position <= position }
    rest = rest.dropFirst(due.count)
    return due.map(\.delivery)
  }
}
