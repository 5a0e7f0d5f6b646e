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
  /// The venue still shows these trades, or does not answer (`unreachable`), or `unknown` of its positions cannot be read:
  /// each of them may be open.
  case notFlat(open: [TradeID], unreachable: Bool, unknown: Int = 0)

  /// Trades that are named: more do not fit a message, and count as unknown.
  package static let mostOpen = 1_000

  /// `notFlat`, bounded.
  package static func stillOpen(_ open: [TradeID], unreachable: Bool, unknown: Int = 0) -> Flatness {
    .notFlat(
      open: Array(open.prefix(mostOpen)), unreachable: unreachable, unknown: unknown + max(0, open.count - mostOpen))
  }
}
