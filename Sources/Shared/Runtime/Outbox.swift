package import Domain
internal import Foundation
package import Journal

/// The commands that are sent until they are acknowledged, in the order in which they arose.
package struct Outbox: Sendable {
  package struct Entry: Sendable {
    package var id: String
    package var command: Command
    /// When it is sent again; monotonic milliseconds.
    var next: Int64
  }

  private var entries: [Entry] = []
  private static let patience: Int64 = 500

  /// Takes up what a former life left unsettled.
  package init(_ pending: [OutboxEntry]) {
    entries = pending.compactMap { entry in
      guard let command = try? JSONDecoder().decode(Command.self, from: entry.payload) else { return nil }
      return Entry(id: entry.id, command: command, next: 0)
    }
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// Whether this process still owes an acknowledgement.
  package func awaits(_ role: Role) -> Bool {
    entries.contains { $0.command.recipient == role }
  }

  package mutating func add(id: String, _ command: Command) {
    guard !entries.contains(where: { $0.id == id }) else { return }
    entries.append(Entry(id: id, command: command, next: 0))
  }

  /// What is to be sent now.
  package mutating func due(now: Int64) -> [Entry] {
    var due: [Entry] = []
    for index in entries.indices where entries[index].next <= now {
      entries[index].next = now + Self.patience
      due.append(entries[index])
    }
    return due
  }

  /// - Returns: whether the command was waiting.
  package mutating func settle(_ id: String) -> Bool {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return false }
    entries.remove(at: index)
    return true
  }
}
