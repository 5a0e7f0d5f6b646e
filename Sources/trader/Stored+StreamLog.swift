import Domain
import Journal
import Runtime
import TraderRuntime

extension Stored where State == TraderState, Past == [LoggedEvent] {
  /// Reads the stream log behind the checkpoint.
  ///
  /// - Parameter journal: the journal's path.
  /// - Throws: `HostError.journalBehind` where the stream log shows more commits than the journal has.
  mutating func readOn(_ log: StreamLog, journal: String) throws {
    try log.events(from: (checkpoint?.sequence ?? 0) + 1) { item, _ in
      past.append(item.logged)
      return true
    }
    if let lost = lostCommit {
      throw HostError.journalBehind(path: journal, event: lost, has: checkpoint?.sequence ?? 0)
    }
  }
}
