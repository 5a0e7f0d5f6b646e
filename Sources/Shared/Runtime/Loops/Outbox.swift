package import Domain

/// The commands that are resent until they are acknowledged.
///
/// Each receiver gets them in the order in which they arose: the next is sent when the one before has been
/// acknowledged. Otherwise one that could not leave would be overtaken, and a request from before a restart would
/// arrive after the one that replaces it. Only stops wait for nothing.
package struct Outbox: Sendable {
  private struct Entry: Sendable {
    var command: OutgoingCommand
    /// When it is resent; monotonic milliseconds.
    var next: Int64
  }

  private var entries: [Entry] = []
  private static let patience: Int64 = 500

  /// Resumes with the commands that were unacknowledged before the restart.
  package init(_ pending: [OutgoingCommand]) {
    entries = pending.map { Entry(command: $0, next: 0) }
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// Whether this process still has to acknowledge something.
  package func awaits(_ role: Role) -> Bool {
    entries.contains { $0.command.command.recipient == role }
  }

  package mutating func add(_ command: OutgoingCommand) {
    guard !entries.contains(where: { $0.command.id == command.id }) else { return }
    entries.append(Entry(command: command, next: 0))
  }

  /// What is to be sent now.
  package mutating func due(now: Int64) -> [OutgoingCommand] {
    var due: [OutgoingCommand] = []
    var served: Set<Role> = []
    for index in entries.indices {
      let command = entries[index].command
      let isFirst = command.command.isStop || served.insert(command.command.recipient).inserted
      guard isFirst, entries[index].next <= now else { continue }
      entries[index].next = now + Self.patience
      due.append(command)
    }
    return due
  }

  /// - Returns: whether the command was waiting.
  package mutating func settle(_ id: String) -> Bool {
    guard let index = entries.firstIndex(where: { $0.command.id == id }) else { return false }
    entries.remove(at: index)
    return true
  }
}

extension Command {
  fileprivate var isStop: Bool {
    if case .stop = self { true } else { false }
  }
}
