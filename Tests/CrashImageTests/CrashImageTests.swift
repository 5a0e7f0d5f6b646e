import Domain
import Foundation
import GRDB
import Testing

@testable import Journal

/// A power cut at every write: the images of the disk that it can leave, each opened as the next start would.
@Suite(.serialized) struct CrashImageTests {
  /// Images in an ordinary run; `SOTANO_CRASH_IMAGES=20000` for the full count.
  static let images = ProcessInfo.processInfo.environment["SOTANO_CRASH_IMAGES"].flatMap { Int($0) } ?? 200

  private struct Outcome {
    var images = 0
    var crashPoints = 0
    var complaints: [String] = []
  }

  @Test func `23: no power cut loses an acknowledged turn or breaks the chain`() throws {
    let outcome = try cutPower(synchronous: "FULL", images: Self.images)
    print("crash images: \(outcome.images) from \(outcome.crashPoints) points, \(outcome.complaints.count) bad")
    #expect(outcome.complaints.isEmpty, "\(outcome.complaints.prefix(5))")
    #expect(outcome.images >= Self.images)
  }

  @Test func `23: the same cuts find what is lost when nothing waits for the disk`() throws {
    #expect(try !cutPower(synchronous: "OFF", images: 40).complaints.isEmpty)
  }

  private func cutPower(synchronous: String, images wanted: Int) throws -> Outcome {
    let folder = "/tmp/sc-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try Journal.open(path: "\(folder)/j", role: "trader")
    try write(version: 1, into: first)
    let start = first.head.number
    try first.close()
    let disk = ["j": Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/j")))]

    StorageRecorder.begin(folder: folder)
    let journal = try Journal.open(path: "\(folder)/j", role: "trader")
    try journal.queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
      // Often enough that cuts fall into the writing back of the log too.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 25")
    }
    var ends: Set<Int64> = [start]
    for version in 2...41 {
      try write(version: version, into: journal)
      ends.insert(journal.head.number)
      StorageRecorder.note(.acknowledged(row: journal.head.number))
    }
    let operations = StorageRecorder.end()

    var outcome = Outcome()
    var random = SplitMix64(seed: 1)
    outcome.crashPoints = operations.count
    let rounds = max(1, (wanted + operations.count * 4 - 1) / (operations.count * 4))
    // In a short run not every cut is tried in every way, but the ways take turns over all cuts.
    let keep = min(1, Double(wanted) * 1.15 / Double(operations.count * 4 * rounds))
    var cut = PowerCut(disk: disk, acknowledged: start)
    for operation in operations {
      cut.apply(operation)
      for _ in 0..<rounds {
        for survival in PowerCut.Survival.allCases where random.nextUnit() < keep {
          outcome.images += 1
          let image = cut.image(survival, random: &random)
          if let complaint = try complaint(about: image, in: folder, acknowledged: cut.acknowledged, ends: ends) {
            outcome.complaints.append("image \(outcome.images), \(survival): \(complaint)")
          }
        }
      }
    }
    return outcome
  }

  /// A turn as the trader makes them: a record, the version that it applies, a command's answer, at times a checkpoint.
  private func write(version: Int, into journal: Journal) throws {
    try journal.turn { (turn: borrowing JournalTurn) throws(JournalError) in
      for part in 0...(version % 3) {
        try turn.append(
          kind: "applied", sequence: Int64(version * 10 + part), position: Int64(version),
          payload: Data("\(version)".utf8) + Data(count: version * 37 % 900))
      }
      try turn.set("version", Data("\(version)".utf8))
      try turn.recordAnswer(commandID: "optimizer-\(version)", answer: Data([1]))
      if version % 5 == 0 { try turn.checkpoint(state: Data(count: 3_000), position: Int64(version), sequence: 0) }
    }
  }

  private func complaint(
    about image: [String: [UInt8]], in folder: String, acknowledged: Int64, ends: Set<Int64>
  ) throws -> String? {
    let home = "\(folder)/image"
    try? FileManager.default.removeItem(atPath: home)
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
    for (name, bytes) in image where !name.hasSuffix("-shm") {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(home)/\(name)"))
    }
    do throws(JournalError) {
      let journal = try Journal.open(path: "\(home)/j", role: "trader")
      guard journal.head.number >= acknowledged else {
        return "row \(acknowledged) was acknowledged, \(journal.head.number) is last"
      }
      guard ends.contains(journal.head.number) else { return "half a turn, up to row \(journal.head.number)" }
      let verdict = try JournalFile.verify(path: "\(home)/j")
      guard verdict == .whole(head: journal.head) else { return "\(verdict)" }
      let last = try journal.rows(after: journal.head.number - 1).first
      let version = try journal.value(of: "version").map { String(decoding: $0, as: UTF8.self) } ?? "none"
      guard let last, version == "\(last.position)" else { return "version \(version) does not match the chain" }
      guard try journal.answer(for: "optimizer-\(version)") != nil else { return "the answer to \(version) is gone" }
      return nil
    } catch {
      return "\(error)"
    }
  }
}
