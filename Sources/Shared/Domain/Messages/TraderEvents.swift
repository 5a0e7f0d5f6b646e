/// Quotes in order of time, one in real time, a market minute in lockstep.
package struct QuoteBatch: Hashable, Sendable, Codable {
  package var quotes: [Quote]

  package init(quotes: [Quote]) {
    self.quotes = quotes
  }
}

/// The safety state as the trader, its only owner, holds it.
package struct SafetyReport: Hashable, Sendable, Codable {
  package var level: SafetyLevel
  /// Trips that are in force, oldest first: where there are more than `most`, the newest of the highest level and the
  /// newest of all. Empty for a level held only by silence.
  package var trips: [Trip]
  package var flatness: Flatness
  /// How many trips are in force besides `trips`; `Query.trips` returns all of them.
  package var more: Int

  /// Trips in a report, a count: with texts within `Trip.Bounds` it stays well below a message.
  package static let most = 16

  package init(level: SafetyLevel, trips: [Trip], flatness: Flatness, more: Int = 0) {
    self.level = level
    self.trips = trips
    self.flatness = flatness
    self.more = more
  }

  private enum CodingKeys: String, CodingKey { case level, trips, flatness, more }

  package init(from decoder: any Decoder) throws {
    let keyed = try decoder.container(keyedBy: CodingKeys.self)
    level = try keyed.decode(SafetyLevel.self, forKey: .level)
    trips = try keyed.decode([Trip].self, forKey: .trips)
    flatness = try keyed.decode(Flatness.self, forKey: .flatness)
    more = try keyed.decodeIfPresent(Int.self, forKey: .more) ?? 0
  }
}

/// The trader now opens new trades with this configuration.
package struct ConfigurationApplied: Hashable, Sendable, Codable {
  package var version: ConfigurationVersion
  package var configuration: Configuration
  /// The last configuration that a person approved; drift is measured from it.
  package var approved: Configuration
  /// The change that it carries out; `nil` for the first configuration.
  package var change: ChangeID?
  /// The turn of the change's live ramp that put this version in force; `nil` where nothing was switched. Only by a
  /// turn may a version come back that is older than the one before it.
  package var turn: Int?
  /// Approvals that persons have given so far. Of a plan that was made before the last one only less risk is applied.
  package var approvals: Int64

  package init(
    version: ConfigurationVersion, configuration: Configuration, approved: Configuration, change: ChangeID?,
    turn: Int? = nil, approvals: Int64 = 0
  ) {
    self.version = version
    self.configuration = configuration
    self.approved = approved
    self.change = change
    self.turn = turn
    self.approvals = approvals
  }
}

/// The trader refused to apply a configuration.
package struct ConfigurationRefused: Hashable, Sendable, Codable {
  package var change: ChangeID
  package var refusal: Refusal

  package init(change: ChangeID, refusal: Refusal) {
    self.change = change
    self.refusal = refusal
  }
}

/// Something that must not happen did. It is published and journalled; each subscriber decides what a kind leads to.
package struct Incident: Hashable, Sendable, Codable {
  package enum Kind: String, Hashable, Sendable, Codable {
    /// A stop-loss or take-profit of an open trade differs from what it was.
    case stopsMoved
    /// The venue shows a trade that the bot did not open.
    case foreignTrade
    /// What the venue has and what the trader remembers differ.
    case venueMismatch
    /// A quote was refused: not finite, crossed, out of order, or implausible.
    case quoteRefused
    /// A halt could not be verified flat.
    case notFlat
    /// A stale writer was fenced out.
    case fenced
    /// The latch could not be read or written.
    case latchUnreadable
    /// Another process of the stack runs another build or other settings than the trader.
    case mixedStack
    /// A stored input could not be judged. It has been set aside and is not carried out; the process runs on.
    case setAside
    /// A process beats and has not read what the trader published seconds ago.
    case blind
  }

  package var kind: Kind
  package var detail: String

  package init(kind: Kind, detail: String) {
    self.kind = kind
    self.detail = detail
  }
}
