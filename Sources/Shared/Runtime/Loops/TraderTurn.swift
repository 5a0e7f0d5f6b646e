package import Domain
package import ReferenceBot

/// Everything that the bot must find again.
package struct TraderState: Sendable, Codable {
  package var trader: Trader
  package var sequence: Int64
  package var place: FeedPlace
  package var waiting: [WaitingCommand]
}

/// How far the trader has come in its feed.
package struct FeedPlace: Hashable, Sendable, Codable {
  /// Quotes of all minutes that are over.
  package var position: Int64 = 0
  /// Quotes of the minute after them that have been traded.
  package var inMinute = 0

  package init() {}
}

/// What one turn of the bot made. Its numbered events go to the stream log and its orders to the venue; where there is a
/// `checkpoint`, everything is then committed, and only then is any of it told.
package struct TraderTurn: Sendable {
  package var published: [NumberedEvent]
  package var answers: [CommandAnswer]
  /// Number of the last durable event made.
  package var sequence: Int64
  package var time: MarketTime
  /// The whole state; `nil` for a turn in which nothing but quotes passed, which is run again from the stream log.
  package var checkpoint: TraderState?
}

/// A record of the stream log as recovery needs it.
package struct LoggedEvent: Hashable, Sendable {
  package var sequence: Int64
  package var event: Event
  /// Whether a turn began with this event.
  package var beginsTurn: Bool

  package init(sequence: Int64, event: Event, beginsTurn: Bool) {
    self.sequence = sequence
    self.event = event
    self.beginsTurn = beginsTurn
  }
}

/// What the trader's memory gives back at a start.
package struct StoredTrader: Sendable {
  package var checkpoint: TraderState?
  /// Commands stored since the checkpoint.
  package var kept: [WaitingCommand] = []
  /// The stream log behind the checkpoint.
  package var tail: [LoggedEvent] = []

  package init() {}
}
