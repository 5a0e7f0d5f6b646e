internal import Domain
package import Foundation
package import Journal
package import Wire

/// A process's own journal as the memory of its loop.
package final class JournalMemory {
  /// A journalled event as it was published.
  package struct Row {
    package var kind: String
    package var sequence: Int64
    package var payload: Data

    package init(_ item: NumberedEvent, packed: Data) {
      kind = item.event.kind.rawValue
      sequence = item.sequence
      payload = packed
    }
  }

  package let journal: Journal
  /// The journal's head after the last turn. What a process notes about its peers' heads is left out, otherwise
  /// two idle processes would journal each other's heads without end.
  package private(set) var head: ChainHead
  /// Stored inputs that were ever set aside.
  package private(set) var setAside: Int64 = 0

  package init(_ journal: Journal) {
    self.journal = journal
    head = journal.head
  }

  /// The checkpoint, the rows behind it, and what was set aside before; `take` gets each row in its order.
  package func stored<State, Past>(
    _ past: Past, _ take: (JournalRow, inout Stored<State, Past>) throws -> Void
  ) throws -> Stored<State, Past> {
    let checkpoint = try journal.lastCheckpoint()
    var stored = try Stored<State, Past>(checkpoint, past: past, journal: journal.path)
    var last = checkpoint?.head.number ?? 0
    while case let rows = try journal.rows(after: last), let end = rows.last {
      last = end.number
      for row in rows { try take(row, &stored) }
    }
    stored.knownSetAside = try journal.namesSetAside()
    setAside = Int64(stored.knownSetAside.count)
    return stored
  }

  /// Puts a turn into one commit.
  ///
  /// - Parameters:
  ///   - rows: its journalled events.
  ///   - values: named values that change with it.
  package func commit<State: Encodable>(
    _ turn: Turn<State>, _ rows: [Row], values: [(name: String, value: Data)]
  ) throws {
    let inputs = try turn.inputs.map { try canonicalJSON($0) }
    let sends = try turn.commands.map {
      (id: $0.id, role: $0.command.recipient, payload: try canonicalJSON($0.command))
    }
    let answers = try turn.answers.map {
      (id: $0.id, payload: try canonicalJSON(RecordedAnswer(refusal: $0.refusal)))
    }
    let state = try turn.checkpoint.map { try canonicalJSON($0) }
    let (position, sequence) = (turn.position, turn.sequence)
    try journal.turn { (turn) throws(JournalError) in
      for input in inputs {
        _ = try turn.append(kind: InputRecord.kind, sequence: nil, position: position, payload: input)
      }
      for row in rows {
        _ = try turn.append(kind: row.kind, sequence: row.sequence, position: position, payload: row.payload)
      }
      for send in sends { _ = try turn.enqueue(id: send.id, recipient: send.role.rawValue, payload: send.payload) }
      for answer in answers { _ = try turn.recordAnswer(commandID: answer.id, answer: answer.payload) }
      if let state { try turn.checkpoint(state: state, position: position, sequence: sequence) }
      for item in values { try turn.set(item.name, item.value) }
    }
    head = journal.head
  }

  package func keep(_ commands: [WaitingCommand], position: Int64) throws {
    try journal.keep(commands, position: position)
    head = journal.head
  }

  package func setAside(_ items: [SetAside], position: Int64) throws {
    try journal.setAside(items, position: position)
    setAside += Int64(items.count)
    head = journal.head
  }

  package func settle(_ ids: [String]) throws {
    try journal.turn { (turn) throws(JournalError) in
      for id in ids { _ = try turn.settle(id: id) }
    }
  }

  package func recordedReply(to id: String) throws -> CommandReply? {
    try journal.answer(for: id).map(CommandReply.init(recorded:))
  }

  /// The head as a beat carries it; `nil` for an empty journal.
  package var toldHead: Wire.JournalHead? {
    head.number > 0 ? Wire.JournalHead(sequence: head.number, hash: [UInt8](head.hash.bytes)) : nil
  }
}

extension Stored {
  /// What a journal's checkpoint holds.
  ///
  /// - Throws: `HostError.unreadableState` where it cannot be read, without which there is no state.
  package init(_ checkpoint: Checkpoint?, past: Past, journal path: String) throws(HostError) {
    self.init(past: past)
    guard let checkpoint else { return }
    do {
      self.checkpoint = try JSONDecoder().decode(State.self, from: checkpoint.state)
    } catch {
      throw .unreadableState(path: path, reason: "\(error)")
    }
  }

  /// Takes a command that was kept; one that cannot be read is set aside.
  package mutating func takeKept(_ row: JournalRow) {
    do {
      kept.append(try JSONDecoder().decode(WaitingCommand.self, from: row.payload))
    } catch {
      setAside.append(SetAside(unreadable: row, error))
    }
  }
}
