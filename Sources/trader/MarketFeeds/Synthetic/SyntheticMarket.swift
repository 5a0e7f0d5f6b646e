package import Domain

/// Quotes of a market that never was, drawn from a seed: for a machine without data, for tests, never for a claim.
///
/// A minute's volatility is the product of the hour of the week (`WeekProfile`), a regime (`MarketRegime`, Markov), a
/// level that wanders from day to day, the aftermath of news, and the square root of an inverse chi-square number, which
/// makes the minute's change a Student t with four degrees of freedom. News comes at the usual half hours, the market
/// jumps and calms down over the next hour. Over the weekend it jumps by a Student t with three degrees.
///
/// Figures of real data that it was set by, and its own, are in `MarketFactsTests`; `swift test --filter
/// MarketFactsTests` measures both. The value is `Codable`: decoded, it goes on with the same numbers.
package struct SyntheticMarket: MarketFeed, Hashable, Sendable, Codable {
  package let symbol: Symbol
  package let seed: UInt64
  package let settings: SyntheticSettings
  package private(set) var position: Int64 = 0
  package private(set) var minutes: Int64 = 0

  private let hours: MarketHours
  private let spreadByHour: [Pips]
  private var generator: SplitMix64
  /// The next minute to look at.
  private var time: Int64
  /// The bid in points, with its fraction.
  private var price: Double
  private var regime = MarketRegime.calm
  /// A trend's drift in standard deviations a minute.
  private var drift = 0.0
  /// Where a range is drawn to.
  private var centre: Double
  /// The wandering level of volatility, as a normal number; see `levelFactor`.
  private var level = 0.0
  /// What is left of the last news, as a summand to the factor of volatility.
  private var news = 0.0
  /// Minutes closed since the last open one.
  private var closedMinutes = 0

  package init(profile: SymbolProfile, settings: SyntheticSettings? = nil, seed: UInt64) {
    let settings = settings ?? SyntheticSettings(like: profile)
    precondition(settings.startPrice.points > 0 && settings.volatility > 0, "a market has a price and moves")
    symbol = profile.symbol
    self.seed = seed
    self.settings = settings
    hours = MarketHours(profile.week)
    spreadByHour = profile.spreadByHour
    generator = SplitMix64(seed: seed)
    time = settings.start - settings.start % CivilTime.minute
    price = Double(settings.startPrice.points)
    centre = price
  }

  package var origin: FeedOrigin { .synthetic(seed: seed) }
  package var notices: [FeedNotice] { [.synthetic(seed: seed)] }
  package var refused: RefusedRows { RefusedRows() }

  package mutating func next(into quotes: inout [Quote]) -> Int64? {
    quotes.removeAll(keepingCapacity: true)
    if let end = settings.minutes, minutes >= end { return nil }
    while !hours.isOpen(time) {
      time += CivilTime.minute
      closedMinutes += 1
    }
    let start = time
    let deviation = minuteDeviation()
    openMinute(deviation)
    let path = subMinutePath(deviation)
    let spread = minuteSpread()
    switch settings.shape {
    case .bars: appendBar(path, spread: spread, to: &quotes)
    case .ticks: appendTicks(path, spread: spread, to: &quotes)
    }
    position += Int64(quotes.count)
    minutes += 1
    time += CivilTime.minute
    return start
  }
}

extension SyntheticMarket {
  /// Relative to the product of the mean squares of all other factors, so that a year has the volatility asked for.
  private static let normalisation = 0.36
  private static let steps = 8

  /// Standard deviation of this minute's change in points; moves regime, level and news on.
  private mutating func minuteDeviation() -> Double {
    if generator.nextUnit() * regime.meanMinutes < 1 { enter(regime.successor(&generator)) }
    if time % CivilTime.day == 0 { level = 0.85 * level + 0.16 * generator.nextNormal() }
    news *= 0.92
    let factor =
      WeekProfile.volatility[CivilTime.hourOfWeek(time)] * regime.volatility * levelFactor * (1 + news)
    return price * settings.volatility * 1e-6 * Self.normalisation * factor
  }

  private mutating func enter(_ next: MarketRegime) {
    regime = next
    centre = price
    drift = generator.nextUnit() < 0.5 ? -0.06 : 0.06
  }

  /// A positive number that is as often above 1 as its reciprocal, like an exponential but without one.
  private var levelFactor: Double { level < 0 ? 1 / (1 - level) : 1 + level }

  /// What happens between the close before and this open: a little, a weekend, or news.
  private mutating func openMinute(_ deviation: Double) {
    let unit = price * settings.volatility * 1e-6
    if closedMinutes > 1440 {
      jump(by: 6 * unit * generator.nextStudent(degrees: 3))
      centre = price
    } else {
      jump(by: 0.1 * deviation * generator.nextNormal())
    }
    closedMinutes = 0
    if isNewsMinute, generator.nextUnit() < 0.12 {
      jump(by: 5 * unit * generator.nextStudent(degrees: 5))
      news += 2
    }
  }

  /// Monday to Friday at 12:30, 13:30, 14:00, 15:00 and 18:00 UTC.
  private var isNewsMinute: Bool {
    guard CivilTime.hourOfWeek(time) < 120 else { return false }
    return switch time % CivilTime.day / CivilTime.minute {
    case 750, 810, 840, 900, 1080: true
    default: false
    }
  }

  private mutating func jump(by points: Double) {
    // A fifth of the price at once is beyond what a currency does, and keeps any market above zero.
    price += min(max(points, -0.2 * price), 0.2 * price)
  }

  /// Bids in points at the open and after each of the steps of the minute.
  private mutating func subMinutePath(_ deviation: Double) -> [Int32] {
    // A variance common to the steps makes the whole minute a Student t; without it eight steps would be nearly normal.
    let surprise = (4 / max(generator.nextChiSquare(degrees: 4), 0.05)).squareRoot()
    let mixed = deviation * surprise
    // What surprises keeps the market busy for a while.
    news = min(news + 0.22 * max(surprise - 1, 0), 6)
    let step = mixed / Double(Self.steps).squareRoot()
    var path = [rounded]
    path.reserveCapacity(Self.steps + 1)
    for _ in 0..<Self.steps {
      jump(by: step * generator.nextNormal() + pull(deviation) / Double(Self.steps))
      path.append(rounded)
    }
    return path
  }

  /// Points a minute that do not come from chance.
  private func pull(_ deviation: Double) -> Double {
    // Very weakly home, so that a market without end stays near the price it began with.
    let home = (Double(settings.startPrice.points) - price) / 400_000
    return switch regime {
    case .trend: home + drift * deviation
    case .range: home + (centre - price) / 240
    case .calm, .volatile: home
    }
  }

  private var rounded: Int32 { Int32(max(price.rounded(), 10)) }

  /// This minute's spread in points: the profile's, a little wider or narrower, much wider after news.
  private mutating func minuteSpread() -> Int32 {
    let usual = Double(spreadByHour[CivilTime.hourOfWeek(time)].tenths)
    let noise = 0.75 + 0.5 * generator.nextUnit() + (generator.nextUnit() < 0.05 ? 0.9 : 0)
    return Int32(max((usual * noise * regime.spread * (1 + news)).rounded(), 1))
  }

  private func appendBar(_ path: [Int32], spread: Int32, to quotes: inout [Quote]) {
    let open = path[0]
    let close = path[Self.steps]
    let low = path.min() ?? open
    let high = path.max() ?? open
    let middle = close >= open ? (low, high) : (high, low)
    append(open, after: 0, spread: spread, path: .jump, to: &quotes)
    append(middle.0, after: 15_000, spread: spread, path: .continuous, to: &quotes)
    append(middle.1, after: 30_000, spread: spread, path: .continuous, to: &quotes)
    append(close, after: 45_000, spread: spread, path: .continuous, to: &quotes)
  }

  private mutating func appendTicks(_ path: [Int32], spread: Int32, to quotes: inout [Quote]) {
    let length = CivilTime.minute / Int64(Self.steps)
    for step in 0..<Self.steps {
      let within = Int64(generator.next() % UInt64(length))
      append(path[step + 1], after: Int64(step) * length + within, spread: spread, path: .jump, to: &quotes)
    }
  }

  private func append(_ bid: Int32, after: Int64, spread: Int32, path: PricePath, to quotes: inout [Quote]) {
    quotes.append(
      Quote(time: time + after, bid: Price(points: bid), ask: Price(points: bid + spread), path: path))
  }
}
