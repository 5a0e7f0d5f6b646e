package import Domain
internal import Runtime
internal import Wire

/// A record of the stream log, decoded.
package struct StreamedEvent: Hashable, Sendable {
  package var sequence: Int64
  package var event: Event
  package var time: MarketTime
  /// Whether a turn of the trader began with it.
  package var beginsTurn: Bool
  /// Whether its turn was published only after a commit.
  package var callsForCommit: Bool

  /// As recovery needs it.
  package var logged: LoggedEvent {
    LoggedEvent(sequence: sequence, event: event, beginsTurn: beginsTurn, callsForCommit: callsForCommit)
  }
}

extension StreamLog {
  /// Passes the events from `sequence` on, in their order, until `body` has enough.
  ///
  /// - Parameter body: gets an event and its record's payload, and says whether it wants the next one.
  /// - Throws: `StreamLogError`; `HostError.unreadableState` where a record cannot be decoded; what `body` throws.
  package func events(
    from sequence: Int64, _ body: (StreamedEvent, Record) throws -> Bool
  ) throws {
    var next = sequence
    while case let records = try read(from: next, limit: 1_000, bytes: 1 << 20), !records.isEmpty {
      for record in records {
        next = record.sequence + 1
        guard let streamed = try decoded(record) else { continue }
        guard try body(streamed, record) else { return }
      }
    }
  }

  private func decoded(_ record: Record) throws(HostError) -> StreamedEvent? {
    guard let frames = PackedFrames.unpack(record.payload) else { return nil }
    let envelope: Envelope
    do {
      envelope = try Envelope.decode(frames)
    } catch {
      throw .unreadableState(path: path, reason: "\(error)")
    }
    guard case .event(let event) = envelope.payload else { return nil }
    return StreamedEvent(
      sequence: record.sequence, event: event, time: envelope.header.time, beginsTurn: record.beginsTurn,
      callsForCommit: record.callsForCommit)
  }
}
