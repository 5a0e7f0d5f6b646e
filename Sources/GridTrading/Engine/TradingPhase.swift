internal import Domain

/// What may be done at an instant.
enum TradingPhase: UInt8, Hashable, Sendable, Codable {
  /// The venue trades, and the bot may enter.
  case open
  /// The venue trades; the bot's sessions are over, and it only leaves what it has.
  case exitsOnly
  /// The venue does not trade: quotes that come all the same fill nothing, not even a stop.
  case closed

  /// - Parameter sessions: those in which the bot may enter; all of them is any hour of the venue's week.
  init(of hour: MarketHour, sessions: SessionSet) {
    if !hour.isOpen {
      self = .closed
    } else if sessions != .all, sessions.isDisjoint(with: hour.sessions) {
      self = .exitsOnly
    } else {
      self = .open
    }
  }
}
