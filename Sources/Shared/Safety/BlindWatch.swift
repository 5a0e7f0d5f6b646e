package import Domain

/// Detects a process that beats and yet reads nothing: what the trader published, and when, against what each beat says
/// that its sender has read.
///
/// Pure: the caller passes monotonic milliseconds. A process is *blind* when something was published at least
/// `patience` ago that its beat does not cover. It is judged where a beat arrives, so a process that lags by less than
/// `patience` never is, however rare its beats. Nothing published is nothing to cover.
///
/// | the beat's position | covers |
/// |---|---|
/// | of this epoch of the trader, not beyond its head | everything up to it |
/// | lower than the one before, as after a restart | everything up to it; what it no longer covers is missing since the beat before |
/// | none, or of another epoch of the trader | nothing |
/// | beyond the trader's head: another stream | nothing, until the sender restarts |
///
/// It remembers instants, not events: a thousand at most. Beyond that every second one is let go, which makes what is
/// old look a little younger than it is, never older.
package struct BlindWatch: Hashable, Sendable {
  /// What a blind process says of itself, against what it should.
  package enum Lack: Hashable, Sendable, Codable {
    /// It does not say what it has read.
    case position
    /// It has read nothing after `last`; the trader is at `head`.
    case events(last: Int64, head: Int64)
    /// It stands at `last`, beyond the trader's `head`: what it heard is not this trader's stream.
    case otherStream(last: Int64, head: Int64)
    /// It last heard another start of the trader.
    case otherEpoch(Int64, now: Int64)
  }

  package struct Blindness: Hashable, Sendable, Codable {
    /// When the first thing was published that it lacks, or when it ceased to cover it; monotonic milliseconds.
    package var since: Int64
    /// When the process was first heard since its last start.
    package var beatsSince: Int64
    package var lack: Lack

    package init(since: Int64, beatsSince: Int64, lack: Lack) {
      self.since = since
      self.beatsSince = beatsSince
      self.lack = lack
    }
  }

  /// By `time` everything up to `sequence` had been published.
  private struct Mark: Hashable, Sendable {
    var time: Int64
    var sequence: Int64
  }

  /// What one process has read.
  private struct Reach: Hashable, Sendable {
    /// Its durable boot counter.
    var life: Int64
    var beatsSince: Int64
    var lastBeat: Int64
    /// The most that it has ever covered.
    var most: Int64 = 0
    /// When it ceased to cover so much; `nil` while it does.
    var fellBack: Int64?
    /// Whether it has been seen beyond the trader's head since its last start.
    var isForeign = false
  }

  /// Milliseconds.
  package let patience: Int64
  private let epoch: Int64
  private var marks: [Mark] = []
  private var reaches: [Role: Reach] = [:]
  private static let capacity = 1_024

  /// - Parameter epoch: the trader's.
  package init(epoch: Int64, patience: Int64 = 3_000) {
    self.epoch = epoch
    self.patience = patience
  }

  /// The trader has published everything up to `sequence`. To be called at least every 100 ms or so: what was published
  /// between two calls counts from the later one.
  package mutating func published(_ sequence: Int64, at time: Int64) {
    guard sequence > marks.last?.sequence ?? 0 else { return }
    marks.append(Mark(time: max(time, marks.last?.time ?? time), sequence: sequence))
    guard marks.count > Self.capacity else { return }
    forgetWhatAllHave()
    guard marks.count > Self.capacity else { return }
    // The first says since when somebody has been blind.
    marks = marks.enumerated().filter { $0.offset == 0 || $0.offset % 2 == 1 || $0.offset == marks.count - 1 }.map(
      \.element)
  }

  /// A beat of `role` has come; call `published` first.
  ///
  /// - Parameter life: the sender's epoch.
  /// - Returns: `nil` where it covers what it must.
  package mutating func hear(_ role: Role, life: Int64, _ position: HeardPosition?, at time: Int64) -> Blindness? {
    var reach = reaches[role] ?? Reach(life: life, beatsSince: time, lastBeat: time)
    if reach.life != life { (reach.life, reach.beatsSince, reach.isForeign) = (life, time, false) }
    let head = marks.last?.sequence ?? 0
    let (covered, lack) = cover(position, head: head, &reach)
    if covered < reach.most {
      reach.fellBack = reach.fellBack ?? reach.lastBeat
    } else {
      (reach.most, reach.fellBack) = (covered, nil)
    }
    reach.lastBeat = max(reach.lastBeat, time)
    reaches[role] = reach
    let unpublished = marks.first { $0.sequence > reach.most }?.time
    let since = min(reach.fellBack ?? .max, unpublished ?? .max)
    guard since < .max, time - since >= patience else { return nil }
    return Blindness(since: since, beatsSince: reach.beatsSince, lack: lack)
  }

  private func cover(_ position: HeardPosition?, head: Int64, _ reach: inout Reach) -> (Int64, Lack) {
    guard let position else { return (0, .position) }
    guard position.epoch == epoch else { return (0, .otherEpoch(position.epoch, now: epoch)) }
    if position.sequence > head { reach.isForeign = true }
    if reach.isForeign { return (0, .otherStream(last: position.sequence, head: head)) }
    return (position.sequence, .events(last: position.sequence, head: head))
  }

  /// The last mark stays: it says when the head was published.
  private mutating func forgetWhatAllHave() {
    guard let least = reaches.values.map(\.most).min() else { return }
    let needed = marks.firstIndex { $0.sequence > least } ?? marks.count - 1
    marks.removeFirst(min(needed, marks.count - 1))
  }
}
