import Foundation
import Testing

@testable import Journal

@Suite(.serialized) struct DiskFullTests {
  @Test(.enabled(if: SmallDisk.canMount, "needs the right to mount a memory file system"))
  func `a full disk fails the turn, frees the reserve, and the next turn succeeds`() throws {
    let disk = try SmallDisk(megabytes: 4)
    let reserve = DiskReserve(path: disk.file("reserve"), bytes: 1 << 20)
    try reserve.hold()
    let path = disk.file("j")
    let journal = try Journal.open(path: path, role: "trader", freeSpace: { reserve.free() })
    var committed = journal.head
    var failure: JournalError?
    while failure == nil {
      do throws(JournalError) {
        try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
          try turn.append(kind: "filler", sequence: nil, position: 0, payload: Data(count: 40_000))
        }
        committed = journal.head
      } catch {
        failure = error
      }
    }
    guard case .diskFull(_, _, reserveFreed: true) = failure else {
      Issue.record("expected a full disk with a freed reserve, got \(String(describing: failure))")
      return
    }
    #expect(journal.head == committed)
    #expect(!FileManager.default.fileExists(atPath: reserve.path))
    try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      try turn.append(kind: "last words", sequence: nil, position: 0, payload: Data(count: 300_000))
    }
    #expect(try JournalFile.verify(path: path) == .whole(head: journal.head))
    #expect(journal.head.number == committed.number + 1)
  }

  @Test(.enabled(if: SmallDisk.canMount, "needs the right to mount a memory file system"))
  func `a full disk without a reserve is told, and reading goes on`() throws {
    let disk = try SmallDisk(megabytes: 2)
    let path = disk.file("j")
    let journal = try Journal.open(path: path, role: "trader")
    #expect(throws: JournalError.self) {
      while true {
        try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
          try turn.append(kind: "filler", sequence: nil, position: 0, payload: Data(count: 40_000))
        }
      }
    }
    #expect(try journal.rows(after: 0).count == Int(journal.head.number))
    #expect(throws: DiskReserve.Failure.self) { try DiskReserve(path: disk.file("reserve"), bytes: 1 << 20).hold() }
    #expect(!FileManager.default.fileExists(atPath: disk.file("reserve")))
  }

  @Test func `a reserve takes its space once and gives it back once`() throws {
    let folder = try TemporaryFolder()
    let reserve = DiskReserve(path: folder.file("reserve"), bytes: 1 << 20)
    try reserve.hold()
    try reserve.hold()
    #expect(try Data(contentsOf: URL(fileURLWithPath: reserve.path)).count == 1 << 20)
    #expect(reserve.free())
    #expect(!reserve.free())
  }
}
