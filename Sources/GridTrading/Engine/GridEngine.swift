package import Domain

/// The grid strategy with its broker: one value for the live bot, its shadows and every replay.
///
/// The anchor starts at the first mid price. On each quote exits come first, stop before target, longs on the bid and
/// shorts on the ask; then, where the ask has fallen by the spacing below the anchor, it buys, or, where the bid has
/// risen by it, it sells, and the anchor moves there whether or not a position was opened. A quote that came by a jump
/// fills what it reaches at its own price. A continuous one fills along its path, exactly as if it were cut into single
/// points (see `GridEngine+Path`).
///
///     var engine = GridEngine(profile: profile, configuration: profile.defaults, version: .first)
///     var gate = OpenGate()
///     var fills: [Fill] = []
///     for quote in quotes { engine.step(quote, gate: &gate, fills: &fills) }
///
/// A clone is a copy. A quote at which nothing can happen costs a few comparisons and no memory.
package struct GridEngine: Hashable, Sendable, Codable {
  package let profile: SymbolProfile
  package private(set) var configuration: Configuration
  package private(set) var version: ConfigurationVersion
  /// Open positions in order of entry.
  package internal(set) var positions: [OpenTrade] = []
  /// Net profit of all closed trades.
  package internal(set) var realised: Money = .zero
  package internal(set) var nextID: Int64 = 1
  /// Money in the account besides what the engine has realised. The venue refuses an order whose margin the equity does
  /// not cover; `nil` asks nobody, as in a replay or a shadow.
  package var capital: Money?
  /// Open positions of the account that the engine did not open and that count against `maxPositions`.
  package var otherPositions = 0

  let calendar: TradingCalendar
  var bars = ClosingPrices()
  /// Bid plus ask at the anchor, so that a mid price on half a point is exact; `nil` before the first quote.
  var anchorTwice: Int64?
  /// Whether the venue trades and the sessions allow entries. Where not, the anchor follows the mid price.
  var phase = TradingPhase.open
  var hourEnd: Int64 = .min
  var rollover: Int64 = .min
  @usableFromInline var levels = TriggerLevels()
  @usableFromInline var last = Quote(time: 0, bid: Price(points: 0), ask: Price(points: 0), path: .jump)
  /// The next instant at which time alone may change something: a bar's end, a session's, a rollover.
  @usableFromInline var wake: Int64 = .min

  package init(profile: SymbolProfile, configuration: Configuration, version: ConfigurationVersion) {
    self.profile = profile
    self.configuration = configuration
    self.version = version
    calendar = TradingCalendar(week: profile.week)
  }

  /// The price from which the next grid levels are measured, rounded down to a point; `nil` before the first quote.
  package var anchor: Price? {
    guard let anchorTwice = effectiveAnchorTwice else { return nil }
    return Price(points: Int32(anchorTwice >> 1))
  }

  /// Uses another configuration for trades opened from now on. Open positions keep their stops and targets.
  package mutating func adopt(_ configuration: Configuration, version: ConfigurationVersion) {
    anchorTwice = effectiveAnchorTwice
    self.configuration = configuration
    self.version = version
    // Sessions and filter are looked up again at the next quote, before it is judged.
    hourEnd = .min
    wake = .min
    refreshLevels()
  }

  /// Takes the next quote. Times never decrease.
  ///
  /// - Parameters:
  ///   - gate: asked last about each new position.
  ///   - fills: what happened is appended in order.
  @inlinable
  package mutating func step(_ quote: Quote, gate: inout some EntryGate, fills: inout [Fill]) {
    if quote.time < wake, isQuiet(quote) {
      last = quote
      return
    }
    advance(to: quote, gate: &gate, fills: &fills)
  }

  @inlinable
  func isQuiet(_ quote: Quote) -> Bool {
    guard !levels.isReached(bid: quote.bid.points, ask: quote.ask.points) else { return false }
    guard quote.path == .continuous else { return true }
    // On a path every point between two quiet ends is quiet, at the spread of its end.
    let spread = quote.ask.points &- quote.bid.points
    return !levels.isReached(bid: last.bid.points, ask: last.bid.points &+ spread)
  }

  @usableFromInline
  mutating func advance(to quote: Quote, gate: inout some EntryGate, fills: inout [Fill]) {
    if anchorTwice == nil {
      begin(at: quote)
      return
    }
    if quote.time >= wake { awake(at: quote.time) }
    switch quote.path {
    case .jump: trade(at: quote, gate: &gate, fills: &fills)
    case .continuous: follow(to: quote, gate: &gate, fills: &fills)
    }
    last = quote
  }

  private mutating func begin(at quote: Quote) {
    anchorTwice = Int64(quote.bid.points) + Int64(quote.ask.points)
    last = quote
    rollover = calendar.nextRollover(after: quote.time)
    awake(at: quote.time)
  }
}

/// What a quote led to.
package enum Fill: Hashable, Sendable, Codable {
  case opened(OpenTrade)
  case closed(ClosedTrade)
  /// The price reached a grid level and no position was opened; the anchor moved there all the same.
  case skipped(SkipReason)
}

extension GridEngine {
  /// Follows a continuous path from the last bid to this quote's, at this quote's spread.
  ///
  /// The result is that of quotes one point apart, from the point after the last bid up to the quote itself: what the
  /// path reaches fills at its trigger price, in the order in which it is reached. Points at which nothing can happen
  /// are leapt over.
  mutating func follow(to quote: Quote, gate: inout some EntryGate, fills: inout [Fill]) {
    let spread = quote.ask.points - quote.bid.points
    let end = Int(quote.bid.points)
    var position = Int(last.bid.points)
    if position == end {
      trade(at: quote, gate: &gate, fills: &fills)
      return
    }
    while let reached = levels.firstReached(from: position, to: end, spread: Int(spread)) {
      position = reached
      let bid = Int32(reached)
      let point = Quote(
        time: quote.time, bid: Price(points: bid), ask: Price(points: bid + spread), path: .continuous)
      trade(at: point, gate: &gate, fills: &fills)
    }
  }
}
