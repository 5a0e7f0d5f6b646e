internal import Domain
package import Foundation
package import Journal
package import Wire

extension Journal {
  /// Stores commands in one commit, so that they may be acknowledged before they are carried out.
  package func keep(_ commands: [WaitingCommand], position: Int64) throws {
    let payloads = try commands.map { try canonicalJSON($0) }
    try turn { (turn) throws(JournalError) in
      for (command, payload) in zip(commands, payloads) {
        _ = try turn.append(kind: WaitingCommand.kind, sequence: nil, position: position, payload: payload)
        // To a process it is enough that its command is stored; the outcome reaches it as an event.
        guard case .role = command.origin else { continue }
        _ = try turn.recordAnswer(commandID: command.id, answer: RecordedAnswer.received)
      }
    }
  }
}

extension Journal {
  /// Records what is set aside, ends the sending of outgoing commands among it, and remembers the refusal of received
  /// ones. Each is also a line in the process's log.
  package func setAside(_ items: [SetAside], position: Int64) throws {
    let rows = try items.map { item in
      let refusal = Refusal.malformed(item.sentence)
      return (item: item, payload: try canonicalJSON(item), answer: try canonicalJSON(RecordedAnswer(refusal: refusal)))
    }
    let names = try canonicalJSON(namesSetAside().union(items.map(\.name)).sorted())
    try turn { (turn) throws(JournalError) in
      try turn.set(SetAside.kind, names)
      for row in rows {
        _ = try turn.append(kind: SetAside.kind, sequence: nil, position: position, payload: row.payload)
        guard let command = row.item.command else { continue }
        if row.item.isOutgoing {
          _ = try turn.settle(id: command)
        } else {
          _ = try turn.recordAnswer(commandID: command, answer: row.answer)
        }
      }
    }
    for item in items { FileHandle.standardError.write(Data("\(role): \(item.sentence)\n".utf8)) }
  }

  /// The names of everything that was ever set aside.
  package func namesSetAside() throws -> Set<String> {
    guard let names = try value(of: SetAside.kind) else { return [] }
    return try JSONDecoder().decode(Set<String>.self, from: names)
  }
}

extension CommandReply {
  /// The answer that was given before.
  package init(recorded: Data) {
    if recorded == RecordedAnswer.received {
      self = .received
    } else if let answer = try? JSONDecoder().decode(RecordedAnswer.self, from: recorded) {
      self = answer.refusal.map { .refused($0) } ?? .done
    } else {
      self = .received
    }
  }

  package var content: Reply.Content {
    switch self {
    case .received: .received
    case .done: .done
    case .refused(let refusal): .refused(refusal)
    }
  }
}

extension SetAside {
  /// A row that cannot be read.
  package init(unreadable row: JournalRow, _ error: any Error) {
    self.init(name: "row \(row.number)", reason: "it cannot be read: \(error)")
  }
}
