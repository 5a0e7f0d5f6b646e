import Domain
import ReferenceBot
import Runtime
import Wire

extension Judge {
  /// Milliseconds, and beats in a row, after which an older journal must have been noticed.
  private static let patience: Int64 = 1_500
  private static let beats = 4

  // MARK: At a start

  /// A fault takes this journal away.
  func willReplace(_ journal: SimulatedJournal, of role: Role) {
    rightJournals[role] = journal.told
    everReplaced.insert(role)
  }

  /// A process will start with an empty journal, and nothing beside it shows the loss.
  func willBeginAnew(_ role: Role) {
    everReplaced.insert(role)
  }

  /// A process goes on with this journal.
  func opens(_ role: Role, _ journal: SimulatedJournal, now: Int64) {
    guard let right = rightJournals.removeValue(forKey: role), let finding = journal.contradiction(of: right) else {
      return
    }
    find(.wrongFileUsed, now, "the \(role) goes on with a journal that is not the one that it was: \(finding)")
  }

  /// The trader goes on with these files.
  func opens(_ disk: TraderDisk, now: Int64) {
    if venue.hasHiddenLines { find(.wrongFileUsed, now, "the trader goes on with an older list of the venue") }
    if disk.isLogDamaged || disk.log.count < committedEvent {
      find(.wrongFileUsed, now, "the trader goes on with a stream log of \(disk.log.count) of \(committedEvent) events")
    }
  }

  // MARK: While it runs

  /// The trader has read a beat. Where its sender has started with an empty journal, the bot must be frozen before
  /// long, for whatever it asks and counts is of another past.
  func tookIn(_ beat: Beat, _ trader: Trader?, now: Int64) {
    guard let trader, !beat.isStopOnly else { return }
    if trader.trips.contains(OtherJournal.trip(of: beat.role)), !everReplaced.contains(beat.role) {
      find(.rightFileRefused, now, "frozen for the journal of the \(beat.role), to which nothing was done")
    }
    let highest = startsHeard[beat.role, default: 0]
    guard beat.epoch < highest else {
      startsHeard[beat.role] = beat.epoch
      beginsAnew[beat.role] = nil
      return
    }
    var doubt = beginsAnew[beat.role] ?? (since: now, beats: 0)
    doubt.beats += 1
    beginsAnew[beat.role] = doubt
    guard doubt.beats >= Self.beats, now - doubt.since >= Self.patience,
      !trader.trips.contains(OtherJournal.trip(of: beat.role))
    else { return }
    find(
      .otherJournalNotNoticed, now,
      "the \(beat.role) tells of \(beat.epoch) starts since \(doubt.since) ms, and there were \(highest)")
  }
}
