import Domain
import Wire

/// The judge's own account of who is blind: when the trader published each event, and what each beat claims to cover.
struct JudgedSight {
  private struct Reach {
    var lastBeat: Int64
    var most: Int64 = 0
    var fellBack: Int64?
  }

  /// Since when a process lacks something that was published at least `patience` before its last beat.
  private(set) var blindSince: [Role: Int64] = [:]
  /// Who has beaten since the trader's start, had heard it since then, and was not blind.
  private(set) var shown: Set<Role> = []
  /// When each event was published, in order; the first is number 1.
  private var times: [Int64] = []
  private var reaches: [Role: Reach] = [:]
  private var startedAt: Int64 = 0
  private static let patience: Int64 = 3_000
  /// How far apart the trader's timers are at most.
  private static let look: Int64 = 150

  mutating func traderStarted(_ now: Int64) {
    startedAt = now
    blindSince = [:]
    shown = []
    reaches = [:]
  }

  /// What a crash kept from being published counts from when the next is.
  mutating func published(_ sequence: Int64, _ now: Int64) {
    if sequence <= times.count { times.removeLast(times.count - Int(sequence) + 1) }
    while times.count < sequence { times.append(now) }
  }

  /// A beat has come. It shows that its sender is blind where that was so `look` ago already: the trader notes what it
  /// has published with its timers, and judges where a beat arrives, which the network may keep from it.
  ///
  /// - Parameter runsSince: when the trader last began to take its turns.
  mutating func hear(_ beat: Beat, head: Int64, epoch: Int64, now: Int64, runsSince: Int64) {
    var reach = reaches[beat.role] ?? Reach(lastBeat: now)
    var covered: Int64 = 0
    if let heard = beat.heard, heard.epoch == epoch, heard.sequence <= head { covered = heard.sequence }
    if covered < reach.most {
      reach.fellBack = reach.fellBack ?? reach.lastBeat
    } else {
      (reach.most, reach.fellBack) = (covered, nil)
    }
    reach.lastBeat = now
    reaches[beat.role] = reach
    var since = reach.fellBack ?? .max
    if reach.most < times.count { since = min(since, max(startedAt, times[Int(reach.most)])) }
    let isBlind = since < .max && now - max(since, runsSince) >= Self.patience + Self.look
    blindSince[beat.role] = isBlind ? since : nil
    if !isBlind, beat.heard?.epoch == epoch { shown.insert(beat.role) }
  }
}
