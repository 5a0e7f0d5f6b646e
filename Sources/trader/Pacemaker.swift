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
    let due = reference.wall + Int64(Double(open - reference.open) / speed)
    // A machine that slept does not rush through what it missed.
    if now - due > 5_000 { self.reference = (open, now) }
    return due
  }
}
