import Domain
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct TamperTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("j")
    try sampleJournal(at: path, count: 60).close()
  }

  @Test(arguments: [
    "payload = CAST(payload || x'00' AS BLOB)", "kind = kind || ' '", "position = position + 1", "time = time + 1",
    "sequence = 5000", "hash = zeroblob(32)", "kind = CAST(x'ff' AS TEXT)",
  ])
  func `an edited record is named`(edit: String) throws {
    try tamper(with: path, "UPDATE chain SET \(edit) WHERE number = 17")
    #expect(try JournalFile.verify(path: path) == .broken(.edited(number: 17)))
  }

  @Test(arguments: 1...25) func `whichever record is edited, it is the one that is named`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let number = Int64.random(in: 1...60, using: &random)
    try tamper(with: path, "UPDATE chain SET payload = randomblob(40) WHERE number = \(number)")
    #expect(try JournalFile.verify(path: path) == .broken(.edited(number: number)))
  }

  @Test func `deleted records are named`() throws {
    try tamper(with: path, "DELETE FROM chain WHERE number BETWEEN 20 AND 22")
    #expect(try JournalFile.verify(path: path) == .broken(.missing(first: 20, last: 22)))
  }

  @Test func `a deletion that closes the gap is named where the numbers moved`() throws {
    try tamper(
      with: path, "DELETE FROM chain WHERE number = 20",
      "UPDATE chain SET number = -number WHERE number > 20", "UPDATE chain SET number = -number - 1 WHERE number < 0")
    #expect(try JournalFile.verify(path: path) == .broken(.edited(number: 20)))
  }

  @Test func `two records that changed places are named`() throws {
    try tamper(
      with: path, "UPDATE chain SET number = -1 WHERE number = 30", "UPDATE chain SET number = 30 WHERE number = 31",
      "UPDATE chain SET number = 31 WHERE number = -1")
    #expect(try JournalFile.verify(path: path) == .broken(.edited(number: 30)))
  }

  @Test func `an inserted record is named`() throws {
    try tamper(
      with: path,
      "INSERT INTO chain SELECT 61, kind, NULL, position, time, payload, hash FROM chain WHERE number = 60")
    #expect(try JournalFile.verify(path: path) == .broken(.edited(number: 61)))
  }

  @Test func `a cut tail is seen by the seal, and named by the peer that remembers`() throws {
    let witness = try witnessOfTheEnd()
    try tamper(with: path, "DELETE FROM chain WHERE number > 55")
    #expect(try JournalFile.verify(path: path) == .broken(.altered(table: "chain")))
    #expect(throws: JournalError.damaged(path: path, finding: .altered(table: "chain"))) {
      try Journal.open(path: path, role: "optimizer")
    }
    let verified = JournalFile.verify(paths: [path, witness])
    #expect(try verified[0].result.get() == .broken(.cut(head: 55, remembered: 60, witness: "monitor")))
    #expect(verified[0].isWhole == false)
    #expect(verified[1].isWhole)
  }

  @Test func `a chain that was written anew is seen by the peer that remembers`() throws {
    let witness = try witnessOfTheEnd()
    let forged = folder.file("forged")
    try sampleJournal(at: forged, count: 64, seed: 99).close()
    #expect(JournalFile.verify(paths: [forged])[0].isWhole)
    let verified = JournalFile.verify(paths: [forged, witness])
    #expect(try verified[0].result.get() == .broken(.rewritten(number: 60, witness: "monitor")))
  }

  @Test func `a cut below the last checkpoint is refused at the next start`() throws {
    let journal = try Journal.open(path: path, role: "optimizer")
    try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      try turn.checkpoint(state: Data(), position: 0, sequence: 0)
    }
    try journal.close()
    try tamper(with: path, "DELETE FROM chain WHERE number > 58")
    let finding = JournalFinding.cut(head: 58, remembered: 60, witness: "its own checkpoint")
    #expect(throws: JournalError.damaged(path: path, finding: finding)) {
      try Journal.open(path: path, role: "optimizer")
    }
    #expect(try JournalFile.verify(path: path) == .broken(finding))
  }

  @Test(arguments: [
    ("outbox", "UPDATE outbox SET settled = 1"), ("outbox", "UPDATE outbox SET payload = x'02'"),
    ("outbox", "DELETE FROM outbox"), ("outbox", "UPDATE outbox SET recipient = 'monitor'"),
    ("answer", "UPDATE answer SET answer = x'09'"), ("answer", "UPDATE answer SET command = 'd'"),
    ("setting", "UPDATE setting SET value = x'32'"), ("setting", "INSERT INTO setting VALUES ('more', x'00')"),
    ("checkpoint", "UPDATE checkpoint SET position = position + 1"),
    ("checkpoint", "UPDATE checkpoint SET state = x'00'"),
    ("checkpoint", "DELETE FROM checkpoint WHERE id = 2"), ("identity", "UPDATE identity SET epoch = epoch + 1"),
    ("seal", "UPDATE seal SET sums = x''"), ("seal", "DELETE FROM seal"), ("schema", "DROP INDEX chain_by_kind"),
    ("chain", "UPDATE chain SET sequence = 7000 WHERE number = 3"),
  ])
  func `what is not in the chain and was edited is named at the next start and by verify`(
    table: String, edit: String
  ) throws {
    let journal = try Journal.open(path: path, role: "optimizer")
    for number in 1...2 as ClosedRange<UInt8> {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.checkpoint(state: Data([number]), position: 7, sequence: 8)
        try turn.enqueue(id: "o-\(number)", recipient: "trader", payload: Data([1]))
        try turn.settle(id: "o-1")
        try turn.recordAnswer(commandID: "c-\(number)", answer: Data([number]))
        try turn.set("steps", Data([number]))
        try turn.set("gone", Data([number]))
        try turn.set("gone", nil)
      }
    }
    try journal.close()
    try Journal.open(path: path, role: "optimizer").close()
    #expect(throws: Never.self) { try JournalFile.open(path: path).checkHead() }
    try tamper(with: path, edit.replacingOccurrences(of: "command = 'd'", with: "command = 'd' WHERE command = 'c-1'"))
    let finding = JournalFinding.altered(table: table)
    #expect(throws: JournalError.damaged(path: path, finding: finding)) {
      try Journal.open(path: path, role: "optimizer")
    }
    guard case .broken = try JournalFile.verify(path: path) else {
      Issue.record("it is not whole")
      return
    }
  }

  @Test func `a journal of before, which has no seal, is opened and sealed`() throws {
    try tamper(with: path, "DROP TABLE seal", "PRAGMA user_version = 1")
    #expect(try JournalFile.verify(path: path) == .whole(head: JournalFile.open(path: path).rows(after: 59)[0].head))
    try Journal.open(path: path, role: "optimizer").close()
    try tamper(with: path, "UPDATE identity SET epoch = 1")
    #expect(throws: JournalError.damaged(path: path, finding: .altered(table: "identity"))) {
      try Journal.open(path: path, role: "optimizer")
    }
  }

  @Test func `a damaged write-ahead log is named where commits follow the damage`() throws {
    let journal = try Journal.open(path: path, role: "optimizer")
    for number in 1...10 as ClosedRange<Int64> {
      try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
        try turn.append(kind: "change", sequence: 1_000 + number, position: 1, payload: Data(repeating: 1, count: 500))
      }
    }
    let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    let copy = folder.file("copy")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    func reading(_ log: Data) throws -> JournalVerdict {
      for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + end) }
      try log.write(to: URL(fileURLWithPath: copy + "-wal"))
      return try JournalFile.verify(path: copy)
    }
    #expect(try reading(log) == .whole(head: journal.head))
    // What a crash leaves: the log up to anywhere.
    for end in stride(from: 0, to: log.count, by: 1_777) {
      guard case .whole = try reading(log.prefix(end)) else {
        Issue.record("a log that ends at byte \(end) is no damage")
        continue
      }
    }
    var random = SplitMix64(seed: 5)
    for _ in 1...60 {
      var broken = log
      broken[Int.random(in: 0..<log.count * 2 / 3, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      guard case .broken(.unreadable(_, let detail)) = try reading(broken) else {
        Issue.record("commits were lost in silence")
        continue
      }
      #expect(detail.contains("write-ahead log"))
    }
  }

  @Test func `a peer whose journal shrank is contradicted while running, and recorded once`() throws {
    let journal = try Journal.open(path: folder.file("m"), role: "monitor")
    let peer = try JournalFile.open(path: path)
    let rows = try peer.rows(after: 0)
    let memories = try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      [
        try turn.rememberHead(peer: "optimizer", rows[49].head, position: 1),
        try turn.rememberHead(peer: "optimizer", rows[49].head, position: 2),
        try turn.rememberHead(peer: "optimizer", rows[40].head, position: 3),
        try turn.rememberHead(peer: "optimizer", rows[40].head, position: 4),
        try turn.rememberHead(peer: "optimizer", rows[50].head, position: 5),
      ]
    }
    let contradiction = HeadMemory.contradicts(earlier: rows[49].head)
    #expect(memories == [.recorded, .unchanged, contradiction, contradiction, .recorded])
    #expect(try journal.rows(after: 0).map(\.kind) == ["peerHead", "peerContradiction", "peerHead"])
  }

  @Test func `a file that is no journal is an error and a wreck is a finding`() throws {
    let stranger = folder.file("stranger")
    try DatabaseQueue(path: stranger).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    #expect(throws: JournalError.foreignFile(path: stranger, found: "another database", expected: "a journal")) {
      try JournalFile.verify(path: stranger)
    }
    #expect(throws: JournalError.self) { try Journal.open(path: stranger, role: "trader") }
    #expect(throws: JournalError.self) { try Journal.open(path: path, role: "trader") }
    #expect(throws: JournalError.self) { try JournalFile.verify(path: folder.file("absent")) }
    let garbage = folder.file("garbage")
    try Data(repeating: 0x5a, count: 8192).write(to: URL(fileURLWithPath: garbage))
    guard case .broken(.unreadable) = try JournalFile.verify(path: garbage) else {
      Issue.record("garbage is unreadable")
      return
    }
  }

  @Test(arguments: 1...60) func `whatever bytes of the file rot, there is a verdict and no crash`(seed: UInt64) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    var random = SplitMix64(seed: seed)
    if seed % 3 == 0 {
      bytes = bytes.prefix(Int.random(in: 100..<bytes.count, using: &random))
    } else {
      let start = Int.random(in: 0..<bytes.count - 600, using: &random)
      for index in start..<start + 600 { bytes[index] = UInt8.random(in: 0...255, using: &random) }
    }
    let rotten = folder.file("rotten")
    try bytes.write(to: URL(fileURLWithPath: rotten))
    do throws(JournalError) {
      _ = try JournalFile.verify(path: rotten)
      let journal = try Journal.open(path: rotten, role: "optimizer")
      _ = try journal.rows(after: 0)
    } catch {
      #expect(!error.advice.isEmpty)
    }
  }

  private func witnessOfTheEnd() throws -> String {
    let end = try JournalFile.open(path: path).rows(after: 59)[0].head
    let monitor = try Journal.open(path: folder.file("m"), role: "monitor")
    try monitor.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      _ = try turn.rememberHead(peer: "optimizer", end, position: 3)
    }
    #expect(try monitor.rememberedHeads() == ["optimizer": end])
    try monitor.close()
    return monitor.path
  }
}
