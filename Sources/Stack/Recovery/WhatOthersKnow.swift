package import Domain
internal import Foundation
package import Journal
internal import Runtime
package import Safety

/// What the other processes' journals know of one that is lost.
package struct WhatOthersKnow {
  /// What it had published and others have read, by number.
  package struct Told {
    package var event: Event
    package var time: MarketTime
    /// The trader's event at which it was read.
    package var position: Int64
  }

  package private(set) var told: [Int64: Told] = [:]
  /// Up to which number each subscriber has read its stream.
  package private(set) var taken: [Role: Int64] = [:]
  /// Its numbers by the last beat that anybody has recorded.
  package private(set) var numbering = PeerNumbering()
  /// Whose journals these are.
  package let witnesses: [Role]

  /// The last number that anybody has read.
  package var last: Int64 { max(told.keys.max() ?? 0, taken.values.max() ?? 0) }
  /// The last number that anybody has heard of: read, announced by a beat, or reached by the trader when something was
  /// recorded. What has been announced is on its publisher's disk.
  package private(set) var heard: Int64 = 0
  /// The number up to which everybody has read it.
  package var everybody: Int64 { taken.values.min() ?? 0 }

  /// - Throws: `JournalError` where a journal cannot be read; `RecoveryError.unreadable` where what is in it cannot.
  package init(of role: Role, in directory: StateDirectory) throws {
    witnesses = JournalWitnesses(directory).trusted(besides: role)
    for peer in witnesses {
      let file = try JournalFile.open(path: directory.journal(of: peer))
      if let memory = try file.peerMemories()[role.rawValue] { numbering = numbering.furthest(memory.numbering) }
      if role == .trader { heard = max(heard, try file.lastPosition()) }
      guard Hearing.sources(of: peer).contains(role) else { continue }
      try take(file, of: peer, hearing: role)
    }
    heard = max(heard, last, numbering.sequence)
  }

  private mutating func take(_ file: JournalFile, of peer: Role, hearing role: Role) throws {
    var head = Int64(0)
    if let checkpoint = try file.checkpoints().first {
      let heads = try decoded(TakenHeads.self, checkpoint.state, file).heads
      guard heads.indices.contains(role.rank) else { throw RecoveryError.unreadable(file.path, "its checkpoint") }
      head = heads[role.rank]
    }
    var last = Int64(0)
    while case let rows = try file.rows(kind: InputRecord.kind, after: last), let end = rows.last {
      last = end.number
      for row in rows {
        let input = try decoded(InputRecord.self, row.payload, file)
        guard input.sender == role, case .event(let event) = input.input.content else { continue }
        head = max(head, input.sequence)
        told[input.sequence] =
          told[input.sequence] ?? Told(event: event, time: input.input.time, position: row.position)
      }
    }
    taken[peer] = head
  }

  private func decoded<Value: Decodable>(_ type: Value.Type, _ data: Data, _ file: JournalFile) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw RecoveryError.unreadable(file.path, "\(error)")
    }
  }
}

/// As much of a process's state as says what it has read.
private struct TakenHeads: Decodable {
  var heads: [Int64]
}
