/// How far the bot is from normal operation. Levels only rise until a person re-arms, but for a dead-man's `frozen`.
package enum SafetyLevel: Int, CaseIterable, Hashable, Comparable, Sendable, Codable {
  /// Trading and tuning.
  case active = 0
  /// Trading, but no parameter changes.
  case frozen = 1
  /// No new trades; open ones run to their stops and targets.
  case reducing = 2
  /// Orders cancelled, positions flattened, nothing new.
  case halted = 3

  package static func < (left: SafetyLevel, right: SafetyLevel) -> Bool {
    left.rawValue < right.rawValue
  }

  package var name: String {
    switch self {
    case .active: "active"
    case .frozen: "frozen"
    case .reducing: "reducing"
    case .halted: "halted"
    }
  }

  package init?(named name: String) {
    guard let level = SafetyLevel.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  package var allowsChanges: Bool { self == .active }
  package var allowsEntries: Bool { self < .reducing }
}

/// What is known of the venue after a halt. Not hearing from the venue is not the same as being flat.
package enum Flatness: Hashable, Sendable, Codable {
  /// No halt, so nothing to verify.
  case notRequired
  /// Closing and polling; nothing is claimed yet.
  case verifying
  /// Two polls of the venue in a row showed no order and no position.
  case verifiedFlat
  /// The venue still shows these trades, or does not answer (`unreachable`).
  case notFlat(open: [TradeID], unreachable: Bool)
}

/// One stop that was asked for. It is kept until a named person re-arms.
package struct Trip: Hashable, Sendable, Codable {
  /// Unique and file-name safe, such as `monitor-12` or `operator-1769000000000-4711`.
  package var id: String
  /// Frozen or above.
  package var level: SafetyLevel
  package var reason: String
  /// Who asked: a role's name or a person's.
  package var source: String
  /// Milliseconds since 1970 UTC by the wall clock of whoever asked, or market time in lockstep.
  package var time: Int64

  package init(id: String, level: SafetyLevel, reason: String, source: String, time: Int64) {
    self.id = id
    self.level = level
    self.reason = reason
    self.source = source
    self.time = time
  }
}
