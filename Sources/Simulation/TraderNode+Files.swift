import Domain
import Runtime
import StopOnly
import TraderRuntime

extension TraderNode: JournalKeeper {
  var journal: SimulatedJournal { port.disk.journal }
  var isSpoiled: Bool { copies.right != nil || port.venue.hasHiddenLines }

  func copyFiles() {
    copies.older = port.disk
    venueCopy = port.venue.lineCount
  }

  func replaceJournal(by wrong: WrongJournal) {
    copies.right = port.disk
    var other = TraderDisk(bug: port.bug)
    switch wrong {
    case .lost: break
    case .older: other = copies.older ?? port.disk
    case .foreign: other = TraderDisk(bug: port.bug, journal: .foreign)
    }
    port.disk.putJournal(of: other)
    restoresJournal = true
  }

  func forgetJournal() {
    port.disk.putJournal(of: TraderDisk(bug: port.bug))
  }

  /// - Returns: whether the file lacks something that the journal remembers; otherwise it is left as it is.
  func replace(_ file: WrongTraderFile) -> Bool {
    let right = port.disk
    switch file {
    case .olderStreamLog:
      guard let older = copies.older, port.disk.covers(more: older) else { return false }
      port.disk.putLog(of: older)
    case .damagedStreamLog:
      guard !port.disk.log.isEmpty else { return false }
      port.disk.isLogDamaged = true
    case .olderVenueList:
      guard venueCopy < port.disk.venueHead?.lines ?? 0 else { return false }
      port.venue.hideLines(from: venueCopy)
      return true
    }
    copies.right = right
    restoresJournal = false
    return true
  }

  func restoreFiles() {
    port.venue.restoreLines()
    guard let right = copies.right else { return }
    if restoresJournal { port.disk.putJournal(of: right) } else { port.disk.putLog(of: right) }
    copies.right = nil
  }

  /// As `JournalWitnesses.check` does it, before anything is written.
  func demandRightJournal(now: Int64) throws {
    var finding = witnesses().finding(of: .trader, bug: port.bug)
    if !journal.isThere, !port.disk.log.isEmpty, port.bug != .lostJournalBeginsAnew {
      finding = finding ?? "it is gone, and the stream log is not"
    }
    if let finding {
      port.writeLatch(OtherJournal(role: .trader, finding: finding).trip(by: .trader, at: port.wallTime))
      throw WrongFile(finding: "the trader's journal: \(finding)")
    }
  }

  /// Whether the stream log alone shows that the journal lacks a commit.
  var lacksCommit: Bool { (try? port.disk.stored().lostCommit) != nil }

  /// The journal is open: now the files that it remembers, the venue's list first.
  func storedState(now: Int64) throws -> StoredTrader {
    let finding = port.venue.read(expecting: port.disk.venueHead).finding
    if let finding, port.bug != .olderVenueListAccepted {
      port.venue.isDoubted = true
      throw WrongFile(finding: "the venue's list \(finding)")
    }
    port.venue.isDoubted = false
    if let finding = port.disk.logFinding, port.bug != .wrongStreamLogAccepted {
      throw WrongFile(finding: "the stream log \(finding)")
    }
    port.judge.opens(port.disk, now: now)
    // Only where that has been planted, and then it has been found.
    if port.disk.covers(more: port.disk) { throw Death.crash(.beforeStore) }
    let stored = try port.disk.stored()
    if let lost = stored.lostCommit, port.bug != .lostCommitNotNoticed {
      throw WrongFile(finding: "the trader's journal lacks event \(lost), which the stream log shows was committed")
    }
    port.judge.opens(.trader, journal, now: now)
    copies.right = nil
    return stored
  }

  /// Each process is the witness of the others' journals.
  func rememberPeers() throws {
    try condition.demandSpace()
    for beat in peers.values { port.disk.journal.remember(beat) }
  }
}
