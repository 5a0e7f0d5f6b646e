/// A fault of the program, planted in the simulated surroundings to see that the simulator finds its like.
///
/// None of them can be reached from the processes: they live in the simulation's own disks, ports and venue, or in the
/// settings that it starts a trader with.
package enum PlantedBug: String, CaseIterable, Hashable, Sendable, Codable {
  /// The trader does not look at a request's fence.
  case noFenceCheck
  /// A restarted process goes on under its old epoch.
  case epochNotRaised
  /// The trader does not compare the version that a request expects.
  case versionNotCompared
  /// A command is acknowledged first and written with the next commit.
  case acknowledgementBeforeCommit
  /// A command is stored before it is judged.
  case storedBeforeJudged
  /// A command is sent once.
  case outboxNotResent
  /// What was not acknowledged before a restart is not sent after it.
  case outboxLostOnRestart
  /// A restart takes every trip away.
  case reArmOnRestart
  /// A venue that does not answer is taken to have nothing open.
  case unknownReadAsFlat
  /// A command that comes twice is carried out twice.
  case duplicateCarriedOutTwice
  /// The latch is read at the start and not again.
  case latchNotReRead
  /// The latch is read now and then, and not before each order.
  case latchNotAskedBeforeOrders
  /// A trip of the latch whose level has risen is taken for the one that is known.
  case risenLevelNotHeard
  /// A safety report holds every stop that ever was, until it is larger than a message.
  case reportWithoutBound
  /// A latch file that is not a whole trip counts as none.
  case latchUnreadableReadAsClear
  /// A stop of a lower level takes the place of a higher one.
  case stopLowersLevel
  /// However long the silence, the trader is only frozen.
  case deadManNeverEscalates
  /// What silence had stopped goes on by itself when the beats return.
  case deadManClearsByItself
  /// A beat counts, whatever its sender has read.
  case positionNotCompared
  /// What is blind for a while counts as hearing again.
  case blindClearsByItself
  /// The trader takes orders before monitor and controller have shown that they live.
  case entriesBeforeFirstBeats
  /// A rollback has to wait for the cooldown.
  case rollbackBlockedByCooldown
  /// A missing event is passed over.
  case sequenceGapIgnored
  /// A checkpoint is stored with the input position of the one before.
  case checkpointWithoutPosition
  /// Inputs from elsewhere than the trader's stream are not written down.
  case inputsNotRecorded
  /// Events are published before they are on the disk.
  case effectsPublishedBeforeCommit
  /// After a crash, the numbers of orders start over.
  case orderIDReused
  /// A change moves the stops of trades that are open.
  case stopsMovedOnChange
  /// A restarted trader has forgotten when its parameters changed.
  case cooldownLostOnRestart
  /// Drift is measured from the value in force.
  case driftFromPresentValue
  /// Only the optimizer checks bounds, steps and cooldown.
  case boundsOnlyAtOptimizer
  /// One answer of the venue is enough to claim that nothing is open.
  case flatAfterOnePoll
  /// An approval ends nothing: what was planned before it goes on.
  case approvalLeavesPlans
  /// The trader's journal commits a new version after it has been announced.
  case versionNotStored
  /// The stop-only mode closes nothing.
  case stopOnlyDoesNotClose
  /// The stop-only mode opens trades.
  case stopOnlyEnters
  /// The stop-only mode takes a line of the venue's list that it cannot read for none.
  case damagedLineIgnored
  /// The stop-only mode closes what it was told to leave until a halt.
  case flattenPolicyIgnored
  /// The returning trader is not told what was closed while it could not run.
  case closingsNotBooked
  /// A turn deals with every request that has come, however long it takes, and their queue has no end.
  case turnWithoutBudget
  /// A process whose journal is gone starts with an empty one.
  case lostJournalBeginsAnew
  /// A process continues with a journal that ends before what the others remember of it.
  case olderJournalAccepted
  /// A process continues with a journal whose records are other ones than the others remember.
  case foreignJournalAccepted
  /// What a journal of another run remembers of the others is believed.
  case foreignWitnessBelieved
  /// What beats say of their senders' journals is not compared with what they said before.
  case headsNotCompared
  /// The trader continues with a stream log that is damaged or lacks what the journal covers.
  case wrongStreamLogAccepted
  /// The trader continues with a journal that lacks a commit of which the stream log has the events.
  case lostCommitNotNoticed
  /// The trader continues with a list of the venue that lacks what was acknowledged.
  case olderVenueListAccepted
  /// The stop-only mode is not told that the venue's list lacks something.
  case venueDoubtIgnored
  /// A copy of a trip in the latch is taken for the trip.
  case copyTakenForTrip
  /// A latch file that is too long to be a trip is passed over.
  case longFileReadAsClear
  /// A re-arm removes the trip and leaves the file that is not a whole trip.
  case junkStaysOnReArm
}
