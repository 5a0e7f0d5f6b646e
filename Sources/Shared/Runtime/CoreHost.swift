internal import Domain
internal import Foundation
internal import Journal
internal import Safety
internal import Wire

/// The world of a core's loop: its journal on the disk and the sockets of its process.
///
/// One thread only.
final class CoreHost<C: Core>: CoreSurroundings {
  let ambience: Ambience
  let links: Links
  let memory: JournalMemory
  let outlet: Outlet

  init(_ ambience: Ambience, links: Links) {
    self.ambience = ambience
    self.links = links
    memory = JournalMemory(ambience.journal)
    outlet = Outlet(ambience, links: links)
  }

  /// What the journal remembers.
  func stored() throws -> Stored<HostState<C>, CorePast> {
    let journal = memory.journal
    var stored: Stored<HostState<C>, CorePast> = try memory.stored(CorePast()) { row, stored in
      switch row.kind {
      case InputRecord.kind: try note(row, in: &stored)
      case WaitingCommand.kind: stored.takeKept(row)
      default: break
      }
    }
    stored.past.steps = try journal.value(of: CorePast.stepsName).map {
      Int64(String(decoding: $0, as: UTF8.self)) ?? 0
    }
    // A rebuilt journal has its numbers from the others, and not every event under them.
    stored.past.sequence = max(try journal.lastSequence(), stored.checkpoint?.sequence ?? 0)
    var takenBack: [String] = []
    for entry in try journal.pendingOutbox() {
      do {
        let command = OutgoingCommand(id: entry.id, try JSONDecoder().decode(Command.self, from: entry.payload))
        // A stop from before the restart that a person has re-armed since must not trip again.
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
    return stored
  }

  /// An input that was taken. Where it cannot be read, its step must be, or nothing after it can be replayed.
  private func note(_ row: JournalRow, in stored: inout Stored<HostState<C>, CorePast>) throws(HostError) {
    do {
      stored.past.inputs.append(try JSONDecoder().decode(InputRecord.self, from: row.payload))
    } catch {
      do {
        stored.past.lostSteps.insert(try JSONDecoder().decode(InputPlace.self, from: row.payload).step)
      } catch {
        throw .unreadableState(path: memory.journal.path, reason: "\(error)")
      }
      stored.setAside.append(SetAside(unreadable: row, error))
    }
  }

  // MARK: Memory

  func store(_ turn: Turn<HostState<C>>) throws -> [Frames] {
    var messages: [Frames] = []
    messages.reserveCapacity(turn.published.count)
    for item in turn.published { messages.append(try outlet.encode(item, at: turn.time)) }
    guard turn.mustBeStored else { return messages }
    let rows = zip(turn.published, messages).filter { $0.0.event.isJournalled }.map { item, frames in
      JournalMemory.Row(item, packed: PackedFrames.pack(frames))
    }
    try memory.commit(turn, rows, values: [(CorePast.stepsName, Data("\(turn.steps)".utf8))])
    return messages
  }

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    try memory.keep(commands, position: position)
  }

  func setAside(_ items: [SetAside], position: Int64) throws {
    try memory.setAside(items, position: position)
  }

  func settle(_ ids: [String]) throws {
    try memory.settle(ids)
  }

  func recordedReply(to id: String) throws -> CommandReply? {
    try memory.recordedReply(to: id)
  }

  // MARK: Ways out

  func publish(_ frames: Frames) throws {
    try outlet.publish(frames)
  }

  func beat(_ progress: LoopProgress) throws {
    try outlet.publish(beatNow(progress), at: progress.time)
  }

  func beatNow(_ progress: LoopProgress) -> Beat {
    ambience.identity.beat(
      of: C.role, epoch: memory.journal.epoch, progress, journal: memory.toldHead, setAside: memory.setAside)
  }

  func send(_ command: OutgoingCommand, now: Int64) throws {
    let request = Request(
      bot: ambience.bot, id: command.id, deadline: now + 10_000, content: .command(command.command))
    if case .stop = command.command, try links.sendStop(request) { return }
    try links.send(request, to: command.command.recipient)
  }

  func askForRange(of role: Role, from sequence: Int64, now: Int64) throws {
    let request = Request(
      bot: ambience.bot, id: "range-\(C.role.rawValue)-\(memory.journal.epoch)-\(sequence)", deadline: now + 1000,
      content: .query(.range(from: sequence, limit: 2000)))
    try links.send(request, to: role)
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: Links.Incoming) throws {
    try outlet.reply(reply, to: caller)
  }

  func writeLatch(_ trip: Trip) {
    ambience.writeLatch(trip)
  }
}

extension CorePast {
  /// The named value of a core's journal that counts the inputs taken by the last commit.
  package static var stepsName: String { "steps" }
}

/// As much of an `InputRecord` as says where it belongs.
private struct InputPlace: Decodable {
  var step: Int64
}
