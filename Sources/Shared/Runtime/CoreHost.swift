internal import Domain
internal import Foundation
internal import Journal
package import Safety
internal import Stack
package import Wire

/// Why a process cannot go on.
package enum HostError: EndingError {
  case wire(WireError)
  /// A state that this build cannot read.
  case unreadableState(path: String, reason: String)
  /// The trader's journal lacks a commit of which the stream log has the events.
  case journalBehind(path: String, event: Int64, has: Int64)

  package var exitCode: Sysexits {
    switch self {
    case .wire: .software
    case .unreadableState, .journalBehind: .dataError
    }
  }
}

extension HostError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wire(let error): "\(error)"
    case .unreadableState(let path, let reason):
      "\(path) holds a state that cannot be read (\(reason)): keep a copy and restore it from a backup"
    case .journalBehind(let path, let event, let has):
      "\(path) ends at event \(has), but stream.log shows that event \(event) was committed: the journal was lost, cut or "
        + "replaced by an older copy; keep a copy and restore it from a backup, or start anew with `sotano up --fresh`"
    }
  }
}

/// The world of a core's loop: its journal on the disk and the sockets of its process.
///
/// One thread only.
final class CoreHost<C: Core>: CoreSurroundings {
  let ambience: Ambience
  let links: Links
  private(set) var latest = LatestMessages()
  private var writer: EventWriter
  /// The journal's head after the last turn. What a process notes about its peers' heads is left out, otherwise
  /// two idle processes would journal each other's heads without end.
  private(set) var chainHead: ChainHead
  /// Stored inputs that were ever set aside.
  private var setAside: Int64 = 0
  private var journal: Journal { ambience.journal }

  static var stepsName: String { "steps" }

  init(_ ambience: Ambience, links: Links) {
    self.ambience = ambience
    self.links = links
    chainHead = ambience.journal.head
    writer = EventWriter(
      bot: ambience.bot, symbol: ambience.manifest.symbol, role: C.role, epoch: ambience.journal.epoch, durable: 0,
      wallClock: { wallClockMilliseconds() })
  }

  /// What the journal remembers.
  func stored() throws -> StoredCore<C> {
    var stored = StoredCore<C>()
    let checkpoint = try journal.lastCheckpoint()
    if let checkpoint { stored.checkpoint = try decode(HostState<C>.self, checkpoint.state) }
    stored.steps = try journal.value(of: Self.stepsName).map { Int64(String(decoding: $0, as: UTF8.self)) ?? 0 }
    // One that was made anew has its numbers from others, and not every event under them.
    stored.sequence = max(try journal.lastSequence(), checkpoint?.sequence ?? 0)
    for row in try rows(after: checkpoint?.head.number ?? 0) {
      switch row.kind {
      case InputRecord.kind: try note(row, in: &stored)
      case WaitingCommand.kind:
        do {
          stored.kept.append(try JSONDecoder().decode(WaitingCommand.self, from: row.payload))
        } catch {
          stored.setAside.append(SetAside(unreadable: row, error))
        }
      default: break
      }
    }
    var takenBack: [String] = []
    for entry in try journal.pendingOutbox() {
      do {
        let command = OutgoingCommand(id: entry.id, try JSONDecoder().decode(Command.self, from: entry.payload))
        // A stop of a former life that a person has meanwhile re-armed must not trip again.
        if case .stop(let trip) = command.command, ambience.latch.hasArchived(trip) {
          takenBack.append(entry.id)
        } else {
          stored.outbox.append(command)
        }
      } catch {
        stored.setAside.append(
          SetAside(name: "outgoing \(entry.id)", reason: "\(error)", command: entry.id, isOutgoing: true))
      }
    }
    if !takenBack.isEmpty { try settle(takenBack) }
    stored.knownSetAside = try journal.namesSetAside()
    setAside = Int64(stored.knownSetAside.count)
    return stored
  }

  /// An input that was taken. Where it cannot be read, its place among the others must be, or nothing after it stands.
  private func note(_ row: JournalRow, in stored: inout StoredCore<C>) throws(HostError) {
    do {
      stored.inputs.append(try JSONDecoder().decode(InputRecord.self, from: row.payload))
    } catch {
      stored.lostSteps.insert(try decode(InputPlace.self, row.payload).step)
      stored.setAside.append(SetAside(unreadable: row, error))
    }
  }

  // MARK: Memory

  func store(_ turn: CoreTurn<C>) throws -> [Frames] {
    var messages: [Frames] = []
    messages.reserveCapacity(turn.published.count)
    for item in turn.published { messages.append(try writer.encode(item, at: turn.time)) }
    guard turn.mustBeStored else { return messages }
    let inputs = try turn.inputs.map { try canonicalJSON($0) }
    let sends = try turn.commands.map {
      (id: $0.id, role: $0.command.recipient, payload: try canonicalJSON($0.command))
    }
    let answers = try turn.answers.map {
      (id: $0.id, payload: try canonicalJSON(RecordedAnswer(refusal: $0.refusal)))
    }
    let state = try turn.checkpoint.map { try canonicalJSON($0) }
    try journal.turn { (journalTurn) throws(JournalError) in
      for input in inputs {
        _ = try journalTurn.append(kind: InputRecord.kind, sequence: nil, position: turn.position, payload: input)
      }
      for (item, frames) in zip(turn.published, messages) where item.event.isJournalled {
        _ = try journalTurn.append(
          kind: item.event.kind.rawValue, sequence: item.sequence, position: turn.position,
          payload: PackedFrames.pack(frames))
      }
      for send in sends {
        _ = try journalTurn.enqueue(id: send.id, recipient: send.role.rawValue, payload: send.payload)
      }
      for answer in answers { _ = try journalTurn.recordAnswer(commandID: answer.id, answer: answer.payload) }
      if let state { try journalTurn.checkpoint(state: state, position: turn.position, sequence: turn.sequence) }
      try journalTurn.set(Self.stepsName, Data("\(turn.steps)".utf8))
    }
    chainHead = journal.head
    return messages
  }

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    try journal.keep(commands, position: position)
    chainHead = journal.head
  }

  func setAside(_ items: [SetAside], position: Int64) throws {
    try journal.setAside(items, position: position)
    setAside += Int64(items.count)
    chainHead = journal.head
  }

  func settle(_ ids: [String]) throws {
    try journal.turn { (turn) throws(JournalError) in
      for id in ids { _ = try turn.settle(id: id) }
    }
  }

  func recordedReply(to id: String) throws -> CommandReply? {
    try journal.answer(for: id).map(CommandReply.init(recorded:))
  }

  // MARK: Ways out

  func publish(_ frames: Frames) throws {
    latest.note(frames)
    try links.publish(frames)
  }

  func beat(_ progress: LoopProgress) throws {
    try links.publish(writer.encode(beatNow(progress), at: progress.time))
  }

  func beatNow(_ progress: LoopProgress) -> Beat {
    Beat(
      role: C.role, epoch: journal.epoch, headSequence: progress.sequence,
      journal: chainHead.number > 0
        ? Wire.JournalHead(sequence: chainHead.number, hash: [UInt8](chainHead.hash.bytes)) : nil,
      minuteDone: progress.minuteDone, build: Build.identity, configurationHash: ambience.configurationHash,
      setAside: setAside, heard: progress.heard)
  }

  func position(_ progress: LoopProgress) -> StreamPosition {
    StreamPosition(
      epoch: journal.epoch, durableSequence: progress.sequence, transientSequence: writer.transient)
  }

  func send(_ command: OutgoingCommand, now: Int64) throws {
    let request = Request(
      bot: ambience.bot, id: command.id, deadline: now + 10_000, content: .command(command.command))
    if case .stop = command.command, try links.sendStop(request) { return }
    try links.send(request, to: command.command.recipient)
  }

  func askForRange(of role: Role, from sequence: Int64, now: Int64) throws {
    let request = Request(
      bot: ambience.bot, id: "range-\(C.role.rawValue)-\(journal.epoch)-\(sequence)", deadline: now + 1000,
      content: .query(.range(from: sequence, limit: 2000)))
    try links.send(request, to: role)
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: Links.Incoming) throws {
    try links.reply(caller, reply.content)
  }

  func writeLatch(_ trip: Trip) {
    ambience.writeLatch(trip)
  }

  // MARK: Reading

  private func rows(after number: Int64) throws(JournalError) -> [JournalRow] {
    var rows: [JournalRow] = []
    var last = number
    while true {
      let slice = try journal.rows(after: last)
      guard let end = slice.last else { return rows }
      last = end.number
      rows += slice
    }
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws(HostError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .unreadableState(path: journal.path, reason: "\(error)")
    }
  }
}

/// As much of an `InputRecord` as says where it belongs.
private struct InputPlace: Decodable {
  var step: Int64
}
