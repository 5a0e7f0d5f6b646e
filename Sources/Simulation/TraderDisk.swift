import Domain
import FoundationEssentials
import ReferenceBot
import Runtime
import StopOnly
import TraderRuntime

/// The trader's stream log and journal.
struct TraderDisk: SimulatedDisk {
  var memory: SimulatedMemory
  /// Every record since the beginning; record n is at n − 1.
  private(set) var log: [ToldEvent] = []
  private var beginsTurn: [Bool] = []
  /// Records that survive a loss of power.
  private var synced = 0
  /// Whether a record in the middle of the stream log cannot be read.
  var isLogDamaged = false
  private(set) var checkpoint: TraderState?
  /// How far the venue's list had come at the last commit.
  private(set) var venueHead: VenueHead?
  private var kept: [WaitingCommand] = []
  let bug: PlantedBug?

  init(bug: PlantedBug?, journal: SimulatedJournal = SimulatedJournal()) {
    self.bug = bug
    memory = SimulatedMemory(journal: journal)
  }

  mutating func open() {
    journal.open()
  }

  mutating func append(_ event: ToldEvent, beginsTurn begins: Bool) {
    precondition(event.sequence == Int64(log.count) + 1, "records follow each other")
    log.append(event)
    beginsTurn.append(begins)
  }

  mutating func synchronise() {
    synced = log.count
  }

  mutating func truncate(after sequence: Int64) {
    log.removeSubrange(Int(sequence)...)
    beginsTurn.removeSubrange(Int(sequence)...)
    synced = min(synced, log.count)
  }

  mutating func losePower() {
    truncate(after: Int64(synced))
  }

  mutating func commit(_ turn: Turn<TraderState>, _ list: VenueHead, at now: Int64) {
    memory.commit(turn.answers, at: now)
    venueHead = list
    guard let state = turn.checkpoint else { return }
    if bug == .versionNotStored, let checkpoint, checkpoint.trader.ledger.version < state.trader.ledger.version {
      return
    }
    checkpoint = state
    // What still waits is in the state.
    kept.removeAll()
  }

  mutating func keep(_ command: WaitingCommand, at now: Int64) {
    memory.keep(command, at: now)
    kept.append(command)
  }

  // MARK: Other files

  /// Puts another journal in the place of this one and leaves the stream log.
  mutating func putJournal(of other: TraderDisk) {
    (memory, checkpoint, venueHead, kept) = (other.memory, other.checkpoint, other.venueHead, other.kept)
  }

  mutating func putLog(of other: TraderDisk) {
    (log, beginsTurn, synced, isLogDamaged) = (other.log, other.beginsTurn, other.synced, other.isLogDamaged)
  }

  /// Whether the journal remembers events that another's stream log lacks.
  func covers(more other: TraderDisk) -> Bool { other.log.count < checkpoint?.sequence ?? 0 }

  /// What is wrong with the stream log, by what the journal remembers of it.
  var logFinding: String? {
    if isLogDamaged { return "is damaged" }
    return covers(more: self) ? "ends at event \(log.count), not at \(checkpoint?.sequence ?? 0)" : nil
  }

  /// What a start finds, the state through its bytes.
  func stored() throws -> StoredTrader {
    var stored = StoredTrader(past: [])
    if let checkpoint {
      var bytes = try canonicalJSON(checkpoint)
      switch bug {
      case .orderIDReused: bytes = Self.replace("\"nextID\":", by: "1", in: bytes)
      case .cooldownLostOnRestart: bytes = Self.replace("\"cooldown\":", by: "0", in: bytes)
      default: break
      }
      stored.checkpoint = try JSONDecoder().decode(TraderState.self, from: bytes)
    }
    stored.kept = kept
    stored.knownSetAside = memory.namesSetAside
    for index in Int(checkpoint?.sequence ?? 0)..<max(log.count, Int(checkpoint?.sequence ?? 0)) {
      stored.past.append(
        LoggedEvent(sequence: log[index].sequence, event: log[index].event, beginsTurn: beginsTurn[index]))
    }
    return stored
  }

  /// Puts another number behind each occurrence of a key.
  private static func replace(_ key: String, by number: String, in bytes: Data) -> Data {
    var parts = String(decoding: bytes, as: UTF8.self).split(separator: key, omittingEmptySubsequences: false)
      .map(String.init)
    for index in parts.indices.dropFirst() {
      parts[index] = number + parts[index].drop { $0.isNumber || $0 == "-" }
    }
    return Data(parts.joined(separator: key).utf8)
  }

  func range(from sequence: Int64, limit: Int) -> [ToldEvent] {
    Array(log.dropFirst(Int(max(sequence, 1)) - 1).prefix(limit))
  }
}
