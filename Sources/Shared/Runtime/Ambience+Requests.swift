package import Domain
internal import Foundation
package import Journal
package import Safety
package import Wire

extension Ambience {
  /// Who a peer is: the process whose lock it holds, or a person of this user. `nil` for another user or nobody.
  package func origin(of incoming: Links.Incoming) -> Origin? {
    guard incoming.userID == getuid() else { return nil }
    if let name = incoming.request.person { return .person(name) }
    return Role.allCases.first { RoleLock.owner(of: $0, in: directory) == incoming.processID }.map { .role($0) }
  }

  /// Durable messages out of the journal.
  package func range(from: Int64, limit: Int64, last: Int64) throws(JournalError) -> Reply.Content {
    guard from <= last else { return .range(messages: [], lastSequence: last) }
    let rows = try journal.rows(sequences: max(1, from)...last, limit: Int(min(limit, WireLimits.rangeMessages)))
    var total = 0
    var messages: [Frames] = []
    for row in rows {
      guard let frames = PackedFrames.unpack(row.payload) else { break }
      total += frames.byteCount
      if total > WireLimits.replyMessages { break }
      messages.append(frames)
    }
    return .range(messages: messages, lastSequence: last)
  }

  /// The durable record of stops, with the reserve that is freed when the disk is full.
  package var latch: Latch {
    directory.latchWithReserve
  }

  /// Puts a stop on the disk. Where that fails the stop still holds in memory and on the bus; the log says so.
  package func writeLatch(_ trip: Trip) {
    latch.recordOrComplain(trip, of: role)
  }

  /// Journals how far the peers' journals have come, from their beats.
  package func remember(_ beats: [Beat], position: Int64) throws(JournalError) {
    try remember(beats.map { ($0.role, $0.journal) }, position: position)
  }

  /// Each process is the witness of the others' tails.
  package func remember(
    _ told: [(role: Role, head: Wire.JournalHead?)], position: Int64
  ) throws(JournalError) {
    let heads = told.compactMap { role, head -> (String, ChainHead)? in
      guard let head, let hash = JournalHash(Data(head.hash)) else { return nil }
      return (role.rawValue, ChainHead(number: head.sequence, hash: hash))
    }
    let known = try journal.rememberedHeads()
    let news = heads.filter { known[$0.0] != $0.1 }
    guard !news.isEmpty else { return }
    try journal.turn { (turn) throws(JournalError) in
      for (peer, head) in news { _ = try turn.rememberHead(peer: peer, head, position: position) }
    }
  }
}

extension Latch {
  /// Puts a trip on the disk. Where that fails the log says so; the stop still holds in memory.
  func recordOrComplain(_ trip: Trip, of role: Role) {
    do {
      try record(trip)
    } catch {
      FileHandle.standardError.write(Data("\(role.rawValue): the latch could not be written: \(error)\n".utf8))
    }
  }
}
