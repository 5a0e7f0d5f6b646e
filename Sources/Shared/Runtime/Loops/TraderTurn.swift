package import Domain
package import ReferenceBot

/// Everything that the bot must find again.
package struct TraderState: Sendable, Codable {
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
  /// Whether the turn that it belongs to calls for a commit, as the record itself says.
  package var callsForCommit: Bool

  package init(sequence: Int64, event: Event, beginsTurn: Bool, callsForCommit: Bool = false) {
    self.callsForCommit = callsForCommit
    self.sequence = sequence
    self.event = event
    self.beginsTurn = beginsTurn
  }

  /// Whether its turn was told only after a commit. The first records of one that was torn say so too.
  package var isLoud: Bool { event.isJournalled || callsForCommit }
}

/// What the trader's memory gives back at a start.
package struct StoredTrader: Sendable {
  package var checkpoint: TraderState?
  /// Commands stored since the checkpoint.
  package var kept: [WaitingCommand] = []
  /// The stream log behind the checkpoint.
  package var tail: [LoggedEvent] = []
  /// What the memory itself could not read; `judge` adds what may not be carried out.
  package var setAside: [SetAside] = []
  /// Names of what was set aside at an earlier start and is no news.
  package var knownSetAside: Set<String> = []

  package init() {}

  /// The number of an event that was committed and is not in the checkpoint; `nil` where there is none.
  ///
  /// A turn that calls for a commit is followed by another only when it has been committed. So it is the last one of the
  /// log, or the journal has lost it.
  package var lostCommit: Int64? {
    guard let loud = tail.firstIndex(where: \.isLoud),
      tail[(loud + 1)...].contains(where: \.beginsTurn)
    else { return nil }
    return tail[loud].sequence
  }

  /// Leaves only what may be given to the bot. What may not, and is news, is in `setAside` afterwards.
  package mutating func judge() {
    var judgement = StoredJudgement(role: .trader)
    kept = judgement.sift(kept)
    if let waiting = checkpoint?.waiting { checkpoint?.waiting = judgement.sift(waiting) }
    setAside = (setAside + judgement.found).filter { !knownSetAside.contains($0.name) }
  }
}
