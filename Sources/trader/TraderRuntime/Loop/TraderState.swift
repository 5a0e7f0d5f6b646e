package import Domain
package import ReferenceBot
package import Runtime

/// Everything that the bot must recover.
package struct TraderState: StoredState {
  package var trader: Trader
  package var sequence: Int64
  package var place: FeedPlace
  package var waiting: [WaitingCommand]
  /// How many stored inputs each other process has set aside, as far as it has been alarmed; absent is none.
  package var alarmedSetAside: [String: Int64]?

  package init(
    trader: Trader, sequence: Int64, place: FeedPlace, waiting: [WaitingCommand],
    alarmedSetAside: [String: Int64]? = nil
  ) {
    self.trader = trader
    self.sequence = sequence
    self.place = place
    self.waiting = waiting
    self.alarmedSetAside = alarmedSetAside
  }
}

/// How far the trader has come in its feed.
package struct FeedPlace: Hashable, Sendable, Codable {
  /// Quotes of all minutes that are over.
  package var position: Int64 = 0
  /// Quotes of the minute after them that have been traded.
  package var inMinute = 0

  package init() {}
}

/// A record of the stream log as recovery needs it.
package struct LoggedEvent: Hashable, Sendable {
  package var sequence: Int64
  package var event: Event
  /// Whether a turn began with this event.
  package var beginsTurn: Bool
  /// Whether the turn that it belongs to calls for a commit, as the record itself says.
  package var callsForCommit: Bool

  package init(sequence: Int64, event: Event, beginsTurn: Bool, callsForCommit: Bool = false) {
    self.callsForCommit = callsForCommit
    self.sequence = sequence
    self.event = event
    self.beginsTurn = beginsTurn
  }

  /// Whether its turn was published only after a commit. The first records of a torn turn say so too.
  package var isLoud: Bool { event.isJournalled || callsForCommit }
}

/// What the trader's memory returns at a start: its checkpoint and the stream log after it.
package typealias StoredTrader = Stored<TraderState, [LoggedEvent]>

extension Stored where Past == [LoggedEvent] {
  /// The number of an event that was committed and is not in the checkpoint; `nil` where there is none.
  ///
  /// A turn that calls for a commit is followed by another only when it has been committed. So it is the last one of the
  /// log, or the journal has lost it.
  package var lostCommit: Int64? {
    guard let loud = past.firstIndex(where: \.isLoud),
      past[(loud + 1)...].contains(where: \.beginsTurn)
    else { return nil }
    return past[loud].sequence
  }
}
