/// A recurring instant of a loop. Monotonic milliseconds.
package struct LoopTimer: Sendable {
  package let period: Int64
  package private(set) var next: Int64 = 0

  package init(every period: Int64) {
    self.period = period
  }

  /// Whether the instant has come; the next one is then a period away.
  package mutating func isDue(_ now: Int64) -> Bool {
    guard now >= next else { return false }
    next = now + period
    return true
  }
}

/// When the loop must turn again although nothing has arrived.
struct Timers {
  var beat = LoopTimer(every: 250)
  var outbox = LoopTimer(every: 500)
  var heads = LoopTimer(every: 1000)

  var next: Int64 { min(beat.next, outbox.next, heads.next) }
}
