package import Domain
internal import Foundation
package import Journal
package import Wire

/// What a turn wants sent, once it is on the disk.
package struct Outbound: Sendable {
  package var frames: [Frames] = []
  package var commands: [(id: String, command: Command)] = []
  package var answers: [(id: String, refusal: Refusal?)] = []

  package init() {}
}

/// Why a process cannot go on.
package enum HostError: Error {
  case journal(JournalError)
  case wire(WireError)
  /// A state that this build cannot read.
  case unreadableState(path: String, reason: String)
  /// Taking the same inputs again did not lead to the same events: the journal has `journalled`, the core made `remade`.
  case diverged(role: Role, journalled: Int64, remade: Int64)
}

/// A core with its durable memory: takes inputs, stores what must survive, and says what to send.
///
/// Recovery is the last checkpoint, then the same inputs again in the same order: the trader's stream from the trader,
/// the others from the own journal, each at the step at which it was taken. Events made again on the way are dropped.
package final class CoreHost<C: Core> {
  package private(set) var core: C
  package var writer: EventWriter
  package private(set) var heads: [Int64]
  package private(set) var minute: Int64
  package private(set) var time: MarketTime
  package private(set) var waiting: [WaitingCommand]
  let journal: Journal

  private var steps: Int64
  private var openMinute: Int64?
  private var recorded: ArraySlice<InputRecord>
  /// Steps that were committed before the start; recovery runs up to them.
  private let committedSteps: Int64
  private let committedSequence: Int64
  /// Open-market time of the last checkpoint of this life; `nil` where one is due.
  private var lastCheckpoint: Int64?
  /// The journal's head after the last turn. What a process notes about its peers' heads is left out, or two idle
  /// processes would go on noting each other's notes for ever.
  package private(set) var chainHead: ChainHead

  package init(
    initial: @autoclosure () throws -> C, journal: Journal, bot: BotName, symbol: Symbol,
    wallClock: @escaping @Sendable () -> Int64
  ) throws(HostError) {
    self.journal = journal
    do {
      let checkpoint = try journal.lastCheckpoint()
      let state: HostState<C>
      if let checkpoint {
        state = try Self.decode(HostState<C>.self, checkpoint.state, path: journal.path)
      } else {
        state = HostState(
          core: try initial(), steps: 0, sequence: 0, heads: Array(repeating: 0, count: Role.allCases.count),
          minute: 0, openMinute: nil, time: .origin, waiting: [])
      }
      (core, steps, heads, minute) = (state.core, state.steps, state.heads, state.minute)
      (openMinute, time, waiting) = (state.openMinute, state.time, state.waiting)
      lastCheckpoint = state.time.open
      chainHead = journal.head
      committedSequence = try journal.lastSequence()
      committedSteps = try journal.value(of: Self.stepsName).map(Self.number) ?? state.steps
      writer = EventWriter(
        bot: bot, symbol: symbol, role: C.role, epoch: journal.epoch, durable: state.sequence, wallClock: wallClock)
      var found: [InputRecord] = []
      for row in try Self.rows(journal, after: checkpoint?.head.number ?? 0) {
        switch row.kind {
        case InputRecord.kind: found.append(try Self.decode(InputRecord.self, row.payload, path: journal.path))
        case WaitingCommand.kind: waiting.append(try Self.decode(WaitingCommand.self, row.payload, path: journal.path))
        default: break
        }
      }
      recorded = found[...]
    } catch let error as JournalError {
      throw .journal(error)
    } catch let error as HostError {
      throw error
    } catch {
      throw .unreadableState(path: journal.path, reason: "\(error)")
    }
  }

  /// Whether inputs that were committed before the start are still to be taken again.
  package var isRecovering: Bool { steps < committedSteps }

  /// Takes again what needs no further event of the trader: recorded inputs and ends of minutes that are due.
  package func recover() throws(HostError) {
    while isRecovering {
      if let next = recorded.first, next.step == steps {
        recorded.removeFirst()
        note(next.sender, next.sequence, next.input)
        _ = try remake(core.receive(next.input))
        steps += 1
      } else if let number = openMinute {
        _ = try remake(finish(number))
      } else {
        return
      }
    }
    if writer.durable != committedSequence {
      throw .diverged(role: C.role, journalled: committedSequence, remade: writer.durable)
    }
  }

  /// Takes the trader's next event again during recovery.
  package func recover(_ event: Event, sequence: Int64, time: MarketTime) throws(HostError) {
    let input = Input(time: time, content: .event(event))
    note(.trader, sequence, input)
    if event.listeners.contains(C.role) {
      _ = try remake(core.receive(input))
      steps += 1
    }
    try recover()
  }

  /// One turn: inputs in their order, then the end of the minute where one is given. On the disk when this returns.
  package func turn(_ deliveries: [PhaseInputs.Delivery], endOfMinute: Int64?) throws(HostError) -> Outbound {
    var records: [InputRecord] = []
    var effects: [Effect] = []
    for delivery in deliveries {
      note(delivery.sender, delivery.sequence, delivery.input)
      if delivery.sender != .trader {
        records.append(
          InputRecord(step: steps, sender: delivery.sender, sequence: delivery.sequence, input: delivery.input))
      }
      effects += core.receive(delivery.input)
      steps += 1
    }
    if let endOfMinute { effects += finish(endOfMinute) }
    return try store(records, effects)
  }

  /// Notes a command durably, so that it may be acknowledged before it is carried out.
  package func keep(_ command: WaitingCommand) throws(HostError) {
    do {
      let payload = try canonicalJSON(command)
      let isFromProcess = if case .role = command.origin { true } else { false }
      try journal.turn { (turn) throws(JournalError) in
        _ = try turn.append(kind: WaitingCommand.kind, sequence: nil, position: position, payload: payload)
        // A process is content to know that its command is kept; the outcome reaches it as an event.
        if isFromProcess { _ = try turn.recordAnswer(commandID: command.id, answer: RecordedAnswer.received) }
      }
    } catch let error as JournalError {
      throw .journal(error)
    } catch {
      throw .unreadableState(path: journal.path, reason: "\(error)")
    }
    chainHead = journal.head
    waiting.append(command)
  }

  /// Stores the state now, as before a planned end.
  package func checkpoint() throws(HostError) {
    lastCheckpoint = nil
    _ = try store([], [])
  }

  private var position: Int64 { heads[Role.trader.rank] }

  private func note(_ sender: Role?, _ sequence: Int64, _ input: Input) {
    if let sender { heads[sender.rank] = max(heads[sender.rank], sequence) }
    time = max(time, input.time)
    switch input.content {
    case .event(.minute(let number)): openMinute = number
    case .command(let id, _, _): waiting.removeAll { $0.id == id }
    case .event, .endOfMinute, .started: break
    }
  }

  private func finish(_ number: Int64) -> [Effect] {
    steps += 1
    minute = number
    openMinute = nil
    return core.receive(Input(time: time, content: .endOfMinute(number)))
  }

  /// Gives events their numbers without storing or sending them.
  private func remake(_ effects: [Effect]) throws(HostError) {
    for case .publish(let event) in effects where event.isDurable { writer.durable += 1 }
  }

  private func store(_ records: [InputRecord], _ effects: [Effect]) throws(HostError) -> Outbound {
    var outbound = Outbound()
    var journalled: [(kind: String, sequence: Int64, frames: Frames)] = []
    do {
      for effect in effects {
        switch effect {
        case .publish(let event):
          let frames = try writer.encode(event, at: time)
          outbound.frames.append(frames)
          if event.isJournalled { journalled.append((event.journalKind, writer.durable, frames)) }
        case .send(let id, let command): outbound.commands.append((id, command))
        case .answer(let id, let refusal): outbound.answers.append((id, refusal))
        }
      }
      let isCheckpointDue = lastCheckpoint.map { time.open - $0 >= MarketTime.hour } ?? true
      guard
        isCheckpointDue || !records.isEmpty || !journalled.isEmpty || !outbound.commands.isEmpty
          || !outbound.answers.isEmpty
      else { return outbound }
      let inputs = try records.map { try canonicalJSON($0) }
      let sends = try outbound.commands.map {
        (id: $0.id, role: $0.command.recipient, payload: try canonicalJSON($0.command))
      }
      let answers = try outbound.answers.map {
        (id: $0.id, payload: try canonicalJSON(RecordedAnswer(refusal: $0.refusal)))
      }
      let state = isCheckpointDue ? try canonicalJSON(snapshot) : nil
      let steps = Data("\(steps)".utf8)
      let (position, sequence) = (position, writer.durable)
      try journal.turn { (turn) throws(JournalError) in
        for input in inputs {
          _ = try turn.append(kind: InputRecord.kind, sequence: nil, position: position, payload: input)
        }
        for row in journalled {
          _ = try turn.append(
            kind: row.kind, sequence: row.sequence, position: position, payload: PackedFrames.pack(row.frames))
        }
        for send in sends { _ = try turn.enqueue(id: send.id, recipient: send.role.rawValue, payload: send.payload) }
        for answer in answers { _ = try turn.recordAnswer(commandID: answer.id, answer: answer.payload) }
        if let state { try turn.checkpoint(state: state, position: position, sequence: sequence) }
        try turn.set(Self.stepsName, steps)
      }
      chainHead = journal.head
      if isCheckpointDue { lastCheckpoint = time.open }
      return outbound
    } catch let error as JournalError {
      throw .journal(error)
    } catch let error as WireError {
      throw .wire(error)
    } catch {
      throw .unreadableState(path: journal.path, reason: "\(error)")
    }
  }

  private var snapshot: HostState<C> {
    HostState(
      core: core, steps: steps, sequence: writer.durable, heads: heads, minute: minute, openMinute: openMinute,
      time: time, waiting: waiting)
  }

  private static var stepsName: String { "steps" }

  private static func number(_ data: Data) -> Int64 {
    Int64(String(decoding: data, as: UTF8.self)) ?? 0
  }

  private static func rows(_ journal: Journal, after number: Int64) throws(JournalError) -> [JournalRow] {
    var rows: [JournalRow] = []
    var last = number
    while true {
      let slice = try journal.rows(after: last)
      guard let end = slice.last else { return rows }
      last = end.number
      rows += slice
    }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ data: Data, path: String
  ) throws(HostError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .unreadableState(path: path, reason: "\(error)")
    }
  }
}
