package import Domain

/// A stored input that cannot be judged, and so is never given to a core. It is recorded once under its name, by which
/// every later start recognises it.
package struct SetAside: Hashable, Sendable, Codable {
  package static let kind = "setAside"

  /// What it is, such as `command person-12` or `row 4711`.
  package var name: String
  /// Why; for a person.
  package var reason: String
  /// The command's id, so that a retry is told why; `nil` where not even that could be read.
  package var command: String?
  /// Whether it was an outgoing command of this process.
  package var isOutgoing: Bool
  /// The change that the trader was asked for, whose sender waits for an answer.
  package var change: ChangeID?

  package init(
    name: String, reason: String, command: String? = nil, isOutgoing: Bool = false, change: ChangeID? = nil
  ) {
    self.name = name
    self.reason = reason
    self.command = command
    self.isOutgoing = isOutgoing
    self.change = change
  }

  /// For a person, and for the alarm.
  package var sentence: String { "\(name) was set aside and is not carried out: \(reason)" }
}

/// Finds the stored commands that must be set aside.
struct StoredJudgement {
  let role: Role
  private(set) var found: [SetAside] = []

  init(role: Role) {
    self.role = role
  }

  /// The commands that may be given to the core.
  mutating func sift(_ commands: [WaitingCommand]) -> [WaitingCommand] {
    commands.filter { waiting in
      guard let objection = waiting.objection(for: role) else { return true }
      let change: ChangeID? =
        switch waiting.command {
        case .apply(let request): request.change
        case .switchVersion(let request): request.change
        default: nil
        }
      found.append(
        SetAside(
          name: "command \(waiting.id)", reason: "\(objection)", command: waiting.id, change: change))
      return false
    }
  }

  /// The commands that may be sent.
  mutating func sift(_ commands: [OutgoingCommand]) -> [OutgoingCommand] {
    commands.filter { outgoing in
      guard let objection = outgoing.objection else { return true }
      found.append(
        SetAside(name: "outgoing \(outgoing.id)", reason: "\(objection)", command: outgoing.id, isOutgoing: true))
      return false
    }
  }
}
