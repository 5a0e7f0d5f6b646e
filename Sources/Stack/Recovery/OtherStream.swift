internal import Domain
internal import Journal
internal import Runtime
internal import Safety
internal import Wire

/// What another process has published, from its journal and in its order, as far as a third one hears it.
struct OtherStream {
  private struct Said {
    /// The trader's event at which it was published.
    var position: Int64
    var delivery: PhaseInputs.Delivery
  }

  let role: Role
  private var rest: ArraySlice<Said>

  /// - Throws: `JournalError`; `WireError` where a row is not a message.
  init(of role: Role, hearing kinds: Set<EventKind>, in directory: StateDirectory) throws {
    let file = try JournalFile.open(path: directory.journal(of: role))
    var said: [Said] = []
    var last = Int64(0)
    while case let rows = try file.rows(after: last), let end = rows.last {
      last = end.number
      for row in rows {
        guard let sequence = row.sequence, let frames = PackedFrames.unpack(row.payload) else { continue }
        let envelope = try Envelope.decode(frames)
        guard case .event(let event) = envelope.payload, kinds.contains(event.kind) else { continue }
        let input = Input(time: envelope.header.time, content: .event(event))
        said.append(
          Said(position: row.position, delivery: PhaseInputs.Delivery(sender: role, sequence: sequence, input: input)))
      }
    }
    self.role = role
    rest = said[...]
  }

  /// What it had published by an event of the trader and has not been replayed yet.
  mutating func take(upTo position: Int64) -> [PhaseInputs.Delivery] {
    let due = rest.prefix { $0.position <= position }
    rest = rest.dropFirst(due.count)
    return due.map(\.delivery)
  }
}
