/// What must hold at every step, whatever goes wrong.
package enum Invariant: String, CaseIterable, Hashable, Sendable, Codable {
  /// A configuration that breaks a bound, a step, the drift or a cooldown came into force, or a trade broke a cap.
  case limitBroken
  /// A request came into force that had to be refused: an old writer's, one for another version, or one that is illegal.
  case wrongRequestCarriedOut
  case changeCarriedOutTwice
  case commandCarriedOutTwice
  /// A process has stored a command that no start of it could give to its core.
  case storedUnjudged
  /// A command that was committed to be sent has not reached its receiver.
  case commandLost
  /// A version that was in force is gone after a restart.
  case changeLost
  case stopsOfOpenTradeMoved
  case orderAfterStop
  case orderBeforeFirstBeats
  case orderNumberReused
  case stopNotReachedInTime
  case silenceNotNoticedInTime
  case flatNotReachedInTime
  /// A position is open 5 s after a halt, or after the trader began to only stop, at a venue that answers and closes.
  case openAlthoughStopped
  /// The stop-only mode has closed a position that it was told to leave until a halt, and none had come.
  case closedWithoutHalt
  /// Flat was claimed while the venue had something open, or a line of its list could not be read, or it had not answered
  /// twice.
  case falselyFlat
  /// The bot believes open what the venue has closed, or has booked its end otherwise.
  case closingNotBooked
  /// A trade is written down as opened, or as closed, a second time.
  case bookedTwice
  case levelFellWithoutPerson
  case approvedWithoutPerson
  /// After an approval something raised the risk that had been planned before it, so that the person had not seen it.
  case unseenRise
  case rollbackBlocked
  /// A core rebuilt from its journal is not the one that ran.
  case stateDiffersFromJournal
  /// A process has taken an event that its speaker does not have.
  case toldButNotStored
  /// A process has gone on with a journal, a stream log or a list of the venue that is not the one that was written.
  case wrongFileUsed
  /// A process would not start, or the bot is frozen, for a file to which nothing was done.
  case rightFileRefused
  /// A process has started with an empty journal under a running trader, and that is not frozen for it.
  case otherJournalNotNoticed
  /// After the faults: something is still under way, missing, or not the same everywhere.
  case notConverged
  /// A process that nothing was done to has ended by itself.
  case endedByItself
}

/// An invariant that did not hold.
package struct Violation: Hashable, Sendable {
  package var invariant: Invariant
  /// Milliseconds of the simulation.
  package var at: Int64
  package var detail: String
}
