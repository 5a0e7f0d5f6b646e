internal import Domain
internal import Journal
package import Safety
package import TraderRuntime

/// The trader's stream as far as the trader will resume from it: up to its last commit and the quiet turns after it.
package struct KeptStream {
  package let log: StreamLog
  /// The number of its last event.
  package let end: Int64

  /// - Throws: `RecoveryError.needs` where the trader's journal or its stream log is not whole.
  package init(_ directory: StateDirectory) throws {
    do {
      let file = try JournalFile.open(path: directory.journal(of: .trader))
      let acknowledged = try file.checkpoints().first?.sequence ?? 0
      log = try StreamLog(
        path: directory.streamLog, remembering: RememberedFiles(file).stream, isOnlyLookedAt: true)
      var tail: [LoggedEvent] = []
      try log.events(from: acknowledged + 1) { item, _ in
        tail.append(item.logged)
        return true
      }
      end = TraderLife.quiet(tail).last?.sequence ?? acknowledged
    } catch {
      throw RecoveryError.needs("the trader's stream must be whole first, and is not: \(error)")
    }
  }
}
