import Domain
import Foundation
import Glibc

extension Stack {
  /// Kills the trader until its supervisor gives it up.
  ///
  /// - Returns: when the last of them died.
  func giveTraderUp() async throws -> ContinuousClock.Instant {
    var last: Int32 = 0
    for _ in 1...5 {
      try await back(.trader, after: last)
      last = try await kill(.trader)
    }
    return .now
  }

  /// Spoils a file in the middle of the trader's journal, so that no start can read it.
  func spoilJournal() throws {
    let path = "\(directory)/journals/trader.sqlite"
    for end in ["-wal", "-shm"] { unlink(path + end) }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.write(contentsOf: Data("this is no database any more".utf8))
    try file.close()
  }

  /// Waits until the venue's log has nothing open, and until that is verified.
  func flat(within limit: Duration) async throws {
    try await until("nothing to be open at the venue", within: limit) { try Venue(of: self).open.isEmpty }
    try await until("verified flat", within: limit) { try await status().flatness == "verified flat" }
  }

  /// The lines of the list of what needs a person.
  var alarms: [String] {
    let bytes = FileManager.default.contents(atPath: "\(directory)/alarms") ?? Data()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
