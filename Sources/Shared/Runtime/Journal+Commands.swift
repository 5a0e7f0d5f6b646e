internal import Domain
package import Foundation
package import Journal
package import Wire

extension Journal {
  /// Stores a command, so that it may be acknowledged before it is carried out.
  package func keep(_ command: WaitingCommand, position: Int64) throws {
    let payload = try canonicalJSON(command)
    let isFromProcess = if case .role = command.origin { true } else { false }
    try turn { (turn) throws(JournalError) in
      _ = try turn.append(kind: WaitingCommand.kind, sequence: nil, position: position, payload: payload)
      // A process is content to know that its command is kept; the outcome reaches it as an event.
      if isFromProcess { _ = try turn.recordAnswer(commandID: command.id, answer: RecordedAnswer.received) }
    }
  }
}

extension CommandReply {
  /// The same answer that was given before.
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
