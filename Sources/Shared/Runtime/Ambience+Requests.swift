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

  /// Bytes of a range's messages together. It is read in a few milliseconds, and the caller continues from its end; a
  /// peer that is not of the stack gets less, since libzmq keeps a dozen for each connection that does not read.
  package func rangeBytes(for incoming: Links.Incoming) -> Int {
    let isOwn = Role.allCases.contains { RoleLock.owner(of: $0, in: directory) == incoming.processID }
    return isOwn ? WireLimits.range : WireLimits.strangersRange
  }

  /// Durable messages out of the journal, at most `bytes` together, but at least one.
  package func range(
    from: Int64, limit: Int64, last: Int64, bytes: Int
  ) throws(JournalError) -> Reply.Content {
    var next = max(1, from)
    var total = 0
    var messages: [Frames] = []
    while next <= last, messages.count < limit {
      let rows = try journal.rows(sequences: next...last, limit: min(Self.rowsAtOnce, Int(limit) - messages.count))
      guard let end = rows.last?.sequence else { break }
      for row in rows {
        guard let frames = PackedFrames.unpack(row.payload) else {
          return .range(messages: messages, lastSequence: last)
        }
        total += frames.byteCount
        if total > bytes, !messages.isEmpty { return .range(messages: messages, lastSequence: last) }
        messages.append(frames)
      }
      next = end + 1
    }
    return .range(messages: messages, lastSequence: last)
  }

  private static let rowsAtOnce = 32

  /// The durable record of stops, with the reserve that is freed when the disk is full.
  package var latch: Latch {
    directory.latchWithReserve
  }

  /// Puts a stop on the disk. Where that fails the stop still holds in memory and on the bus; the log says so.
  package func writeLatch(_ trip: Trip) {
    latch.recordOrComplain(trip, of: role)
  }

  /// Journals how far the peers' journals and numbers have come, from their last beats: each process is the witness of
  /// the others' tails.
  package func remember(_ beats: [Beat], position: Int64) throws(JournalError) {
    let told = beats.compactMap { beat -> (String, PeerMemory)? in
      guard !beat.isStopOnly, let head = beat.journal, let hash = JournalHash(Data(head.hash)) else { return nil }
      let numbering = PeerNumbering(epoch: beat.epoch, sequence: beat.headSequence, fence: beat.fence ?? 0)
      let memory = PeerMemory(head: ChainHead(number: head.sequence, hash: hash), numbering: numbering)
      return (beat.role.rawValue, memory)
    }
    let known = try journal.peerMemories()
    let news = told.filter { peer, memory in
      known[peer].map { $0.head != memory.head || $0.numbering.epoch != memory.numbering.epoch } ?? true
    }
    guard !news.isEmpty else { return }
    try journal.turn { (turn) throws(JournalError) in
      for (peer, memory) in news {
        _ = try turn.rememberHead(peer: peer, memory.head, memory.numbering, position: position)
      }
    }
  }

  /// What the own journal remembers of the peers, for comparing their beats with.
  package func peerWatch() throws(JournalError) -> PeerWatch {
    var told: [Role: PeerWatch.Told] = [:]
    for (name, memory) in try journal.peerMemories() {
      guard let role = Role(rawValue: name) else { continue }
      told[role] = PeerWatch.Told(
        head: Wire.JournalHead(sequence: memory.head.number, hash: [UInt8](memory.head.hash.bytes)),
        epoch: memory.numbering.epoch)
    }
    return PeerWatch(told)
  }
}

extension Latch {
  /// Puts a trip on the disk. Where that fails the log says so; the stop still holds in memory.
  package func recordOrComplain(_ trip: Trip, of role: Role) {
    do {
      try record(trip)
    } catch {
      complain("\(role.rawValue): the latch could not be written: \(error)")
    }
  }
}
