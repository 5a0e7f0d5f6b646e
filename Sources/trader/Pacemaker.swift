import Domain

/// When the next quote is due. It counts open-market time, so that a weekend does not have to be waited for.
struct Pacemaker {
  private let speed: Double
  private let calendar: TradingCalendar
  /// A quote and the monotonic instant, in milliseconds, at which it was given.
  private var reference: (open: Int64, wall: Int64)?

  init(times speed: Double, calendar: TradingCalendar) {
    self.speed = speed
    self.calendar = calendar
  }

  /// The monotonic instant at which a quote of this time is to be given.
  mutating func due(_ utc: Int64, now: Int64) -> Int64 {
    let open = calendar.openMilliseconds(at: utc)
    guard let reference else {
      reference = (open, now)
      return now
    }
    // However slow, the wait has an end that 64 bits can say.
    let wait = min(Double(open - reference.open) / speed, 1e15)
    let due = reference.wall + Int64(saturating: wait)
    // A machine that slept does not rush through what it missed.
    if now - due > 5_000 { self.reference = (open, now) }
    return due
  }
}
