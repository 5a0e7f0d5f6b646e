/// A process of the stack, in the order in which the phases of a barrier run.
package enum Role: String, CaseIterable, Hashable, Comparable, Sendable, Codable {
  case trader
  case monitor
  case experimenter
  case controller
  case optimizer

  /// Rank in a barrier's order of phases.
  package var rank: Int {
    switch self {
    case .trader: 0
    case .monitor: 1
    case .experimenter: 2
    case .controller: 3
    case .optimizer: 4
    }
  }

  /// The process whose phase in a market minute comes right before this one's.
  package var predecessor: Role {
    Self.allCases[(rank + Self.allCases.count - 1) % Self.allCases.count]
  }

  package static func < (left: Role, right: Role) -> Bool {
    left.rank < right.rank
  }
}

/// Who a command comes from. A role is proved by its lock file, a person only by the uid of the peer.
package enum Origin: Hashable, Sendable, Codable {
  case role(Role)
  case person(String)

  package var name: String {
    switch self {
    case .role(let role): role.rawValue
    case .person(let name): name
    }
  }
}
