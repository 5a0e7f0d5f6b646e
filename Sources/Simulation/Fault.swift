package import Domain

/// Where in a turn a process dies.
package enum CrashPoint: String, CaseIterable, Hashable, Sendable, Codable {
  /// After the turn was computed, before anything of it is written.
  case beforeStore
  /// The trader: the stream log and the venue have it, its journal has not.
  case beforeCommit
  /// On the disk and not published.
  case afterCommit
  /// A command is on the disk and not acknowledged.
  case beforeAcknowledgement
  /// A command is acknowledged and not carried out.
  case afterAcknowledgement
}

/// One thing that goes wrong.
package enum Fault: Hashable, Sendable {
  case kill(Role)
  /// The process crashes when it next reaches this point.
  case crash(Role, CrashPoint)
  /// The machine loses its power: every process dies, and what was not synced is lost.
  case powerLoss
  /// The process takes no turn for a while.
  case hang(Role)
  /// Each commit takes this long; milliseconds.
  case slowDisk(Role, Int64)
  case diskFull(Role)
  /// When the fault ends the process dies, and its journal is not the one that it was.
  case wrongJournal(Role, WrongJournal)
  /// When the fault ends the trader dies, and one of its files is not what it was.
  case wrongTraderFile(WrongTraderFile)
  /// Every journal vanishes under the running stack, and one process starts with an empty one.
  case journalsVanish(Role)
  /// The process is down and stays so.
  case heldDown(Role)
  /// Whatever starts at the trader's place only stops, until a person brings the trader up.
  case traderCannotLive
  /// The same, and a line of the venue's list cannot be read while it lasts.
  case damagedVenueLine
  /// Nothing passes between two processes.
  case partition(Role, Role)
  /// The process ticks and beats and reads nothing of what the others publish.
  case deaf(Role)
  /// The files of its sockets are gone: nothing passes until it has bound them again.
  case socketsLost(Role)
  /// Packets get lost, doubled and overtaken; each in per mille.
  case badNetwork(lost: Int, doubled: Int, overtaken: Int)
  /// The wall clock jumps; milliseconds.
  case wallClockStep(Int64)
  case venueSilent
  case venueRefusesToClose
  /// The market jumps by this many points.
  case marketGap(Int32)
  /// One quote that cannot be true.
  case badTick
  /// No quote comes.
  case silentFeed
  case haltByCommand(SafetyLevel)
  case haltByLatch(SafetyLevel)
  case haltByBoth(SafetyLevel)
  /// A file in the latch that is not a whole trip, under a name with a number.
  case junkInLatch(LatchJunk, Int)
  /// A guard that floods stops, each under an id of its own, by the stop socket and the latch.
  case stopsWithoutEnd(SafetyLevel, count: Int)
  /// A stop in the latch that is frozen, and a halt under the same id when the fault ends.
  case risenStop(Int)
  /// A request in the optimizer's name that the trader must not carry out.
  case wrongRequest(WrongRequest)
  /// A client asks a process without end; each request keeps it this many milliseconds.
  case flood(Role, Int64)
  /// A well-formed request of a person whose numbers mean nothing.
  case poisonedRequest(Role)
}

/// What is wrong with a request that the trader must refuse.
package enum WrongRequest: String, CaseIterable, Hashable, Sendable, Codable {
  /// By a writer that has been replaced.
  case oldWriter
  case otherVersion
  case outOfBounds
  case stepTooLarge
  case withinCooldown
  case beyondDrift
}

/// A fault, when it begins, and how long it lasts; milliseconds of the simulation.
package struct ScheduledFault: Hashable, Sendable {
  package var at: Int64
  package var lasts: Int64
  package var fault: Fault

  package init(at: Int64, lasts: Int64, fault: Fault) {
    self.at = at
    self.lasts = lasts
    self.fault = fault
  }
}

extension ScheduledFault: CustomStringConvertible {
  package var description: String {
    let duration = lasts > 0 ? " for \(lasts) ms" : ""
    return "\(at) ms: \(fault)\(duration)"
  }
}
