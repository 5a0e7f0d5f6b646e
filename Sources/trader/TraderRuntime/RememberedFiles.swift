package import Foundation
package import Journal
internal import Runtime
package import StopOnly

/// How far the stream log and the venue's list had come at the trader's last commit, as its journal remembers it.
///
/// Both are on the disk before the journal is, so a crash in between leaves the files ahead of the journal, never
/// behind. A journal of an earlier build has no heads; what its checkpoint covers must be in the stream log all the
/// same.
package struct RememberedFiles: Sendable {
  package static let markName = "stream"
  package static let streamName = "stream.head"
  package static let venueName = "venue.head"

  package var stream: StreamLog.Memory
  package var venue: VenueHead?

  /// - Parameters:
  ///   - acknowledged: the last event that the checkpoint covers; 0 where there is none.
  ///   - value: a named value of the journal.
  /// - Throws: `HostError.unreadableState` where a head is not what was stored.
  package init(journal path: String, acknowledged: Int64, value: (String) throws -> Data?) throws {
    func head<Head: Decodable>(_ name: String, _ type: Head.Type) throws -> Head? {
      guard let stored = try value(name) else { return nil }
      do {
        return try JSONDecoder().decode(type, from: stored)
      } catch {
        throw HostError.unreadableState(path: path, reason: "\(name): \(error)")
      }
    }
    stream = StreamLog.Memory(
      mark: try value(Self.markName).flatMap { try? JSONDecoder().decode(StreamLog.Mark.self, from: $0) },
      head: try head(Self.streamName, StreamLog.Head.self), acknowledged: acknowledged)
    venue = try head(Self.venueName, VenueHead.self)
  }

  /// What the journal of a trader that does not run remembers.
  package init(_ file: JournalFile) throws {
    try self.init(
      journal: file.path, acknowledged: file.checkpoints().first?.sequence ?? 0, value: { try file.value(of: $0) })
  }
}
