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
  /// Every trip that holds the level, oldest first; empty for a level held only by silence.
  package var trips: [Trip]
  package var flatness: Flatness

  package init(level: SafetyLevel, trips: [Trip], flatness: Flatness) {
    self.level = level
    self.trips = trips
    self.flatness = flatness
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

  package init(
    version: ConfigurationVersion, configuration: Configuration, approved: Configuration, change: ChangeID?,
    turn: Int? = nil
  ) {
    self.version = version
    self.configuration = configuration
    self.approved = approved
    self.change = change
    self.turn = turn
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

/// Something that must not happen did. It is alarmed and, where it touches money, freezes the bot.
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
  }

  package var kind: Kind
  package var detail: String

  package init(kind: Kind, detail: String) {
    self.kind = kind
    self.detail = detail
  }
}
