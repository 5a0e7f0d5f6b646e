import Domain
import ReferenceBot
import Runtime
import StopOnly

/// Holds the invariants against what it sees at the venue, at the disks and at the trader. It keeps its own account of
/// everything and believes no process.
final class Judge {
  private(set) var violation: Violation?
  let profile: SymbolProfile
  let latch: SimulatedLatch
  let venue: SimulatedVenue
  /// The stream as the trader's disk has it.
  var traderLog: () -> [ToldEvent] = { [] }
  let initial: Configuration

  // The configuration in force, by what has been committed.
  var version = ConfigurationVersion.first
  /// The highest version made.
  var newest = ConfigurationVersion.first
  var configuration: Configuration
  var approved: Configuration
  /// Approvals that a person has given, by what has been committed.
  var approvals: Int64 = 0
  var lastPair: VersionPair?
  var carriedOut: [ChangeID: ConfigurationVersion] = [:]
  var lastChanged: [Parameter: Int64] = [:]
  var requests: [ChangeID: ApplyRequest] = [:]
  var wrong: [ChangeID: WrongRequest] = [:]
  var experimentsAsked: Set<String> = []
  /// Commands that came by the trader's socket for stops, which the trader's journal does not know.
  var stopsArrived: Set<String> = []
  var epochs: [Role: Int64] = [:]

  // Files.
  /// What a journal's beats had said when a fault removed it.
  var rightJournals: [Role: PeerWatch.Told] = [:]
  var everReplaced: Set<Role> = []
  /// The last event that the trader has committed.
  var committedEvent: Int64 = 0
  /// The most starts that the trader has heard of each process since its own start, and which report fewer.
  var startsHeard: [Role: Int64] = [:]
  var beginsAnew: [Role: (since: Int64, beats: Int)] = [:]

  // The safety level.
  var level = SafetyLevel.active
  var tripsLevel = SafetyLevel.active
  var committedTrips = SafetyLevel.active
  var flatness = Flatness.notRequired
  var isPersonActing = false
  /// Questions that the venue has answered in a row, and when the last was put.
  var polls = 0
  var lastPoll: Int64 = .min
  var latchLevel = SafetyLevel.active
  var latchSince: Int64 = 0
  var haltedSince: Int64 = 0
  var venueWellSince: Int64 = 0

  // The trader's process.
  var traderStartedAt: Int64 = 0
  var lastTick: Int64 = 0
  var runsSince: Int64 = 0
  /// Until when something was done to the trader that keeps it from taking turns.
  var excusedUntil: Int64 = 0
  var lastBeat: [Role: Int64] = [:]
  var sight = JudgedSight()
  var orders = 0
  /// Since when the stop-only mode runs in the trader's place; `nil` while the trader runs.
  var stopOnlySince: Int64?
  /// What that mode closes, and since when a halt has been known to it; `nil` where none has.
  let policy: FlattenPolicy
  var stopOnlyHaltedSince: Int64?
  /// Trades that the bot has written down.
  var booked = (opened: Set<TradeID>(), closed: Set<TradeID>())

  init(
    profile: SymbolProfile, initial: Configuration, policy: FlattenPolicy, latch: SimulatedLatch,
    venue: SimulatedVenue
  ) {
    self.policy = policy
    self.profile = profile
    self.latch = latch
    self.venue = venue
    self.initial = initial
    configuration = initial
    approved = initial
  }

  func find(_ invariant: Invariant, _ now: Int64, _ detail: String) {
    guard violation == nil else { return }
    violation = Violation(invariant: invariant, at: now, detail: detail)
  }

  // MARK: What is asked

  func sent(_ command: OutgoingCommand, by role: Role) {
    if case .startExperiment = command.command { experimentsAsked.insert(command.id) }
  }

  func asked(_ request: ApplyRequest, id: String) {
    requests[request.change] = request
  }

  /// Whatever is stored must be fit for the core at every later start.
  func stores(_ command: WaitingCommand, _ role: Role, now: Int64) {
    guard let objection = command.objection(for: role) else { return }
    find(.storedUnjudged, now, "the \(role) has stored \(command.id), to which there is an objection: \(objection)")
  }

  func started(_ role: Role, epoch: Int64) {
    epochs[role] = epoch
  }

  func stopped(_ trip: Trip, now: Int64) {
    noteLatch(now)
  }

  func stopArrived(_ id: String) { stopsArrived.insert(id) }

  func personReArms() { isPersonActing = true }
  func personApproves() { isPersonActing = true }
  func personIsDone(_ now: Int64) {
    isPersonActing = false
    // What is stopped again before the trader's next look is stopped since then.
    noteLatch(now)
  }

  // MARK: The journal

  /// - Parameter isSame: `nil` where the comparison cannot be made.
  func compareRebuilt(_ role: Role, now: Int64, _ isSame: () throws -> Bool?) {
    do {
      guard try isSame() == false else { return }
      find(.stateDiffersFromJournal, now, "the \(role) rebuilt from its journal differs from the one that ran")
    } catch {
      find(.stateDiffersFromJournal, now, "the \(role) cannot be rebuilt from its journal: \(error)")
    }
  }
}
