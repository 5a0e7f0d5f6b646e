import Domain
import Foundation
import Journal
import Runtime

extension StoredTrader {
  /// Reads what a former life left.
  ///
  /// - Parameters:
  ///   - rows: of the journal, behind the checkpoint.
  ///   - journal: the journal's path.
  /// - Throws: `HostError.journalBehind` where the stream log shows more commits than the journal has.
  init(checkpoint stored: Checkpoint?, rows: [JournalRow], log: StreamLog, journal: String) throws {
    self.init()
    if let stored {
      checkpoint = try Self.readable("the checkpoint") {
        try JSONDecoder().decode(TraderState.self, from: stored.state)
      }
    }
    for row in rows where row.kind == WaitingCommand.kind {
      do {
        kept.append(try JSONDecoder().decode(WaitingCommand.self, from: row.payload))
      } catch {
        setAside.append(SetAside(unreadable: row, error))
      }
    }
    try log.events(from: (checkpoint?.sequence ?? 0) + 1) { item, _ in
      tail.append(item.logged)
      return true
    }
    if let lost = lostCommit {
      throw HostError.journalBehind(path: journal, event: lost, has: checkpoint?.sequence ?? 0)
    }
  }

  /// What the state is made of must be read, or there is no state.
  private static func readable<Value>(_ place: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch {
      throw HostError.unreadableState(path: place, reason: "\(error)")
    }
  }
}
