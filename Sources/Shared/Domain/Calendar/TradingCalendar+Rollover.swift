extension TradingCalendar {
  /// Nights of swap charged up to an instant, counted from a fixed origin; the difference of two instants is what a
  /// position pays between them.
  ///
  /// A night is charged at 17:00 New York on Monday to Friday, three on Wednesday, whose value date skips the weekend.
  /// Clocks change on Sundays, when nothing is charged, so that the count never decreases.
  package func swapNights(at utc: Int64) -> Int64 {
    let rollovers = newYorkSinceSunday(utc) + Self.sincePreviousRollover
    let weekNumber = floorDivide(rollovers, by: Self.weekLength)
    // The rollover that the instant has last passed, as a day of the week: 0 is Sunday's.
    let charged: Int64 =
      switch (rollovers - weekNumber * Self.weekLength) / MarketTime.day {
      case 0: 0
      case 1: 1
      case 2: 2
      case 3: 5
      case 4: 6
      default: 7
      }
    return weekNumber * 7 + charged
  }

  /// The first instant after this one at which it is 17:00 in New York, on any day of the week.
  package func nextRollover(after utc: Int64) -> Int64 {
    let local = newYorkSinceSunday(utc)
    let passed = floorModulo(local + Self.sincePreviousRollover, by: MarketTime.day)
    let next = local - passed + MarketTime.day
    // The offset may have changed on the way, at 02:00 on a Sunday and never near 17:00.
    let estimate = utc - passed + MarketTime.day
    return next - (newYorkSinceSunday(estimate) - estimate)
  }

  /// Whole minutes until the next rollover.
  package func minutesToRollover(at utc: Int64) -> Int {
    Int((nextRollover(after: utc) - utc) / MarketTime.minute)
  }

  /// From 17:00 to midnight: moves the day's boundary to the rollover.
  private static let sincePreviousRollover: Int64 = -17 * MarketTime.hour
}
