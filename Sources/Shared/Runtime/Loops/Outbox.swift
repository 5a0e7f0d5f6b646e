package import Domain

/// The commands that are sent until they are acknowledged, in the order in which they arose.
package struct Outbox: Sendable {
  private struct Entry: Sendable {
    var command: OutgoingCommand
    /// When it is sent again; monotonic milliseconds.
    var next: Int64
  }

  private var entries: [Entry] = []
  private static let patience: Int64 = 500

  /// Takes up what a former life left unsettled.
  package init(_ pending: [OutgoingCommand]) {
    entries = pending.map { Entry(command: $0, next: 0) }
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// Whether this process still owes an acknowledgement.
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
    for index in entries.indices where entries[index].next <= now {
      entries[index].next = now + Self.patience
      due.append(entries[index].command)
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
