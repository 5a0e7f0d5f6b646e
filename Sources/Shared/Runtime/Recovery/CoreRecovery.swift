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
    var past = Past(life: CoreLife(StoredCore<C>()) { core })
    try takeAgain(&past, known)
    guard var state = past.life.checkpoint().checkpoint else { throw RecoveryError.disagrees("there is no state") }
    var loss = MemoryLoss(
      told: known.told.sorted { $0.key < $1.key }.map(\.value.event), lastNumber: known.last, applied: past.applied,
      sentence: record.sentence)
    // What a beat has told may be further than anybody has taken, where numbers mean nothing to the others.
    if C.placeholder(for: loss, number: 1) != nil { loss.lastNumber = max(known.last, known.numbering.sequence) }
    let effects = state.core.goOn(after: loss)
    return try write(state, effects, known, loss, inputs: past.inputs, at: path)
  }

  /// What has come of taking everything again.
  private struct Past {
    var life: CoreLife<C>
    /// The configurations that came into force.
    var applied: [MemoryLoss.Applied] = []
    /// What the others said, as a journal has it.
    var inputs: [(position: Int64, record: InputRecord)] = []
  }

  // MARK: State

  /// Takes the trader's stream again, minute by minute, and what the others said in it.
  private func takeAgain(_ past: inout Past, _ known: WhatOthersKnow) throws {
    let stream = try KeptStream(directory)
    var others = try C.role.sources.filter { known.witnesses.contains($0) && $0 != .trader }.map { source in
      OtherStream(role: source, try Self.said(by: source, in: directory))
    }
    var minute: [PhaseInputs.Delivery] = []
    var passed = Int64(0)
    try stream.log.events(from: 1) { item, _ in
      guard item.sequence <= stream.end else { return false }
      if case .configurationApplied(let now) = item.event { past.applied.append(.init(now, time: item.time)) }
      if item.event.listeners.contains(C.role) {
        let input = Input(time: item.time, content: .event(item.event))
        minute.append(PhaseInputs.Delivery(sender: .trader, sequence: item.sequence, input: input))
      }
      guard case .minute(let number) = item.event else { return true }
      // What is said backward is heard in the next minute.
      for index in others.indices {
        minute += others[index].take(upTo: others[index].role.rank < C.role.rank ? item.sequence : passed)
      }
      for input in past.life.turn(minute, endOfMinute: number).inputs { past.inputs.append((item.sequence, input)) }
      minute.removeAll(keepingCapacity: true)
      passed = item.sequence
      return true
    }
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
    _ state: HostState<C>, _ effects: [Effect], _ known: WhatOthersKnow, _ loss: MemoryLoss,
    inputs: [(position: Int64, record: InputRecord)], at path: String
  ) throws -> RecoveredJournal {
    var state = state
    let journal = try Journal.open(
      path: path, role: C.role.rawValue, following: max(known.numbering.epoch, try fence()))
    var writer = EventWriter(
      bot: bot, symbol: manifest.symbol, role: C.role, epoch: journal.epoch, durable: 0,
      wallClock: { wallClockMilliseconds() })
    let position = state.heads[Role.trader.rank]
    var rows: [NewRow] = []
    for number in stride(from: Int64(1), through: loss.lastNumber, by: 1) {
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
