package import Domain
package import Wire

/// Compares what each peer's beats say of its journal with the furthest that they ever said, and reports when it is not
/// the journal that it was. It has no clock and no file.
///
/// A beat says only what is committed, so no crash undoes it: a head that went back, one of another hash, and a start
/// that is not the latest are a journal that was lost, cut, or replaced by an older copy. A single beat shows nothing,
/// since one of a process that has been replaced may be overtaken on its way by its successor's; so it must last a
/// second without a good one between.
package struct PeerWatch: Sendable {
  /// Milliseconds, and beats, for which it must last.
  package static let patience: Int64 = 1_000
  private static let beats = 3

  /// The furthest that a peer's beats have said.
  package struct Told: Hashable, Sendable {
    package var head: JournalHead?
    package var epoch: Int64

    package init(head: JournalHead?, epoch: Int64) {
      self.head = head
      self.epoch = epoch
    }
  }

  private struct Doubt {
    var since: Int64
    var beats: Int
  }

  private var furthest: [Role: Told]
  private var doubts: [Role: Doubt] = [:]

  /// - Parameter remembered: what this process's own journal remembers of its peers.
  package init(_ remembered: [Role: Told] = [:]) {
    furthest = remembered
  }

  /// - Parameters:
  ///   - fence: the writer's epoch below which this process takes nothing from the beat's sender; 0 for none.
  ///   - now: monotonic milliseconds.
  /// - Returns: what is wrong with the sender's journal, with each beat for as long as it is.
  package mutating func hear(_ beat: Beat, fence: Int64 = 0, now: Int64) -> OtherJournal? {
    // A stop-only trader has not read its journal.
    guard !beat.isStopOnly else { return nil }
    let known = furthest[beat.role] ?? Told(head: nil, epoch: 0)
    guard let finding = contradiction(of: beat, known, fence: fence) else {
      doubts[beat.role] = nil
      furthest[beat.role] = Told(head: beat.journal ?? known.head, epoch: beat.epoch)
      return nil
    }
    var doubt = doubts[beat.role] ?? Doubt(since: now, beats: 0)
    doubt.beats += 1
    doubts[beat.role] = doubt
    guard doubt.beats >= Self.beats, now - doubt.since >= Self.patience else { return nil }
    return OtherJournal(role: beat.role, finding: finding)
  }

  private func contradiction(of beat: Beat, _ known: Told, fence: Int64) -> String? {
    let (number, remembered) = (beat.journal?.sequence ?? 0, known.head?.sequence ?? 0)
    if number < remembered { return "it ends at record \(number), and record \(remembered) has been told before" }
    if number > 0, number == remembered, beat.journal?.hash != known.head?.hash {
      return "its record \(number) is not the one that was told before"
    }
    if beat.epoch < known.epoch { return "it knows \(beat.epoch) starts, and there have been \(known.epoch)" }
    if beat.epoch < fence { return "it knows \(beat.epoch) starts, and the fence is \(fence)" }
    return nil
  }
}

/// A journal that is not the one that it was.
package struct OtherJournal: Hashable, Sendable {
  package var role: Role
  /// How that shows, for a person.
  package var finding: String

  package init(role: Role, finding: String) {
    self.role = role
    self.finding = finding
  }

  /// Under this id trading is frozen until a person has looked, whichever process finds it.
  package static func trip(of role: Role) -> String { "journal-\(role.rawValue)" }

  package var sentence: String {
    "the \(role.rawValue)'s journal, journals/\(role.rawValue).sqlite, is not the one that it was: \(finding). Stop the "
      + "stack and restore the newest copy with its -wal, or have it made anew with `sotano recover \(role.rawValue)`"
  }

  /// - Parameter source: who found it.
  package func trip(by source: Role, at time: Int64) -> Trip {
    Trip(id: Self.trip(of: role), level: .frozen, reason: sentence, source: source.rawValue, time: time)
  }
}
