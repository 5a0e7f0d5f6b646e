import Domain
import Runtime
import Wire

extension CoreNode: JournalKeeper {
  var journal: SimulatedJournal { port.disk.journal }
  var isSpoiled: Bool { copies.right != nil }

  func copyFiles() {
    copies.older = port.disk
  }

  func replaceJournal(by wrong: WrongJournal) {
    copies.right = port.disk
    switch wrong {
    case .lost: port.disk = CoreDisk(bug: port.bug)
    case .older: port.disk = copies.older ?? port.disk
    case .foreign: port.disk = CoreDisk(bug: port.bug, journal: .foreign)
    }
  }

  func forgetJournal() {
    port.disk = CoreDisk(bug: port.bug)
  }

  func restoreFiles() {
    if let right = copies.right { port.disk = right }
    copies.right = nil
  }

  /// Refuses a journal that is not the one that it was, before anything is written to it, and freezes the bot.
  func demandRightJournal(now: Int64) throws {
    if let finding = witnesses().finding(of: role, bug: port.bug) {
      port.writeLatch(OtherJournal(role: role, finding: finding).trip(by: role, at: now))
      throw WrongFile(finding: "the \(role)'s journal: \(finding)")
    }
    port.judge.opens(role, port.disk.journal, now: now)
    copies.right = nil
  }

  /// Once per start: the trip holds until a person re-arms, and the trader detects a lasting cause itself.
  func watchJournal(of beat: Beat, now: Int64) {
    guard port.bug != .headsNotCompared, let found = peerWatch.hear(beat, now: now) else { return }
    guard namedJournals.insert(found.role).inserted else { return }
    port.writeLatch(found.trip(by: role, at: now))
  }

  /// Each process is the witness of the others' journals.
  func rememberPeers() throws {
    try port.condition.demandSpace()
    for beat in loop?.upstreams.compactMap(\.beat) ?? [] { port.disk.journal.remember(beat) }
  }
}
