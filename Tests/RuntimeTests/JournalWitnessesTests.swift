import Domain
import Foundation
import Journal
import Runtime
import Safety
import Testing

/// Five journals that remember each other.
struct JournalWitnessesTests {
  private let directory = StateDirectory(path: NSTemporaryDirectory() + "witness-\(UUID().uuidString.prefix(8))")

  /// A run's journals, each the witness of the other four.
  private func write(_ run: String, to directory: StateDirectory) throws {
    try FileManager.default.createDirectory(atPath: directory.journals, withIntermediateDirectories: true)
    var heads: [Role: ChainHead] = [:]
    for role in Role.allCases {
      let journal = try Journal.open(path: directory.journal(of: role), role: role.rawValue)
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        _ = try turn.append(kind: "begun", sequence: nil, position: 1, payload: Data(run.utf8))
      }
      heads[role] = journal.head
      try journal.close()
    }
    for role in Role.allCases {
      let journal = try Journal.open(path: directory.journal(of: role), role: role.rawValue)
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        for (peer, head) in heads where peer != role {
          _ = try turn.rememberHead(peer: peer.rawValue, head, PeerNumbering(epoch: 1), position: 2)
        }
      }
      try journal.close()
    }
  }

  @Test func `journals of one run agree`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    try write("one", to: directory)
    #expect(JournalWitnesses(directory).contradictions().isEmpty)
  }

  @Test(arguments: Role.allCases) func `of another run's journal only itself is accused`(role: Role) throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    try write("one", to: directory)
    let other = StateDirectory(path: "\(directory.path)/other")
    try write("two", to: other)
    for end in ["", "-wal", "-shm"] { unlink(directory.journal(of: role) + end) }
    try FileManager.default.copyItem(atPath: other.journal(of: role), toPath: directory.journal(of: role))
    #expect(JournalWitnesses(directory).contradictions().map(\.role) == [role])
  }

  @Test(arguments: Role.allCases) func `one that is gone is named, and nobody else`(role: Role) throws {
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    try write("one", to: directory)
    for end in ["", "-wal", "-shm"] { unlink(directory.journal(of: role) + end) }
    #expect(JournalWitnesses(directory).contradictions().map(\.role) == [role])
  }
}
