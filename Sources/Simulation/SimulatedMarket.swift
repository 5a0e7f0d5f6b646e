internal import Domain

/// The quotes of one seed, minute by minute: a random walk in open hours.
struct SimulatedMarket {
  /// Market minutes between two that have quotes.
  static let stride: Int64 = 5
  private(set) var minutes: [[Quote]] = []

  /// - Parameter hours: open-market hours.
  init(seed: UInt64, hours: Int, profile: SymbolProfile) {
    var random = SplitMix64(seed: seed ^ 0x3a57_e700)
    let calendar = TradingCalendar(week: profile.week)
    // Monday, 2023-11-06, 00:00 UTC.
    var time: Int64 = 1_699_228_800_000
    var bid: Int32 = 110_000
    let step = Self.stride * MarketTime.minute
    minutes.reserveCapacity(hours * 60 / Int(Self.stride))
    while minutes.count < hours * 60 / Int(Self.stride) {
      defer { time += step }
      guard calendar.isOpen(at: time) else { continue }
      var quotes: [Quote] = []
      for part in 0..<3 {
        let word = random.next()
        bid += Int32(word % 161) - 80
        bid = min(max(bid, 90_000), 130_000)
        let spread = profile.medianSpread.tenths + Int32((word >> 20) % 40 == 0 ? (word >> 30) % 30 : 0)
        quotes.append(
          Quote(
            time: time + Int64(part) * 15_000, bid: Price(points: bid), ask: Price(points: bid + spread),
            path: part == 0 ? .jump : .continuous))
      }
      minutes.append(quotes)
    }
  }

  /// The minute that follows so many quotes, and how many of its quotes are among them.
  func place(after quotes: Int64) -> Int { Int(quotes / 3) }

  /// Moves every quote from a minute on.
  mutating func shift(from minute: Int, by points: Int32) {
    guard minute < minutes.count else { return }
    for index in minute..<minutes.count {
      for quote in minutes[index].indices {
        minutes[index][quote].bid.points += points
        minutes[index][quote].ask.points += points
      }
    }
  }

  /// Makes one quote crossed.
  mutating func spoil(minute: Int, quote: Int) {
    guard minute < minutes.count else { return }
    minutes[minute][quote].ask.points = minutes[minute][quote].bid.points - 5
  }
}
