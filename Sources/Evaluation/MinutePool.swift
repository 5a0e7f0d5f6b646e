package import Domain
package import GridTrading

/// A market's minutes, free to be put in another order.
///
/// What a minute did (its gap from the close before, its path, its spread) is kept; when it did it is redrawn among the
/// minutes of the same hour of the week, and up or down by a coin. Volatility by the hour stays as it was, and nothing
/// that came before says anything about what comes next. Nor inside a bar: by the usual path a bar that first falls
/// closes higher, which a grid would live on, so a coin says which extreme comes first.
package struct MinutePool: Sendable {
  /// What a shuffled market is made with.
  package struct Recipe: Hashable, Sendable {
    /// After every move of `scale` the price leans back in these sessions and runs on in the others; without sessions it
    /// does neither.
    package var reversion: SessionSet = []
    /// Ask and bid are one.
    package var isFree = false
    /// Points.
    package var scale: Int32 = .max

    package init(reversion: SessionSet = [], scale: Int32 = .max, isFree: Bool = false) {
      self.reversion = reversion
      self.scale = scale
      self.isFree = isFree
    }
  }

  private let series: QuoteSeries
  private let calendar: TradingCalendar
  /// Where each minute begins, and after the last where it ends.
  private let starts: [Int]
  /// Minutes by hour of the week.
  private let classes: [[Int]]

  /// By how much the coin leans, where it does.
  private static let lean = 0.06
  private static let lowestPrice: Int32 = 1000

  package init(_ series: QuoteSeries, profile: SymbolProfile) {
    self.series = series
    calendar = TradingCalendar(week: profile.week)
    var starts: [Int] = []
    var classes: [[Int]] = Array(repeating: [], count: 168)
    var minutes = MarketMinutes(series)
    var start = 0
    while minutes.next() != nil {
      classes[calendar.hourOfWeek(at: series.times[start])].append(starts.count)
      starts.append(start)
      start = minutes.position
    }
    self.starts = starts + [series.count]
    self.classes = classes
  }

  /// A market of the same times and the same minutes in another order.
  package func market(_ recipe: Recipe, seed: UInt64) -> QuoteSeries {
    var generator = SplitMix64(seed: seed)
    let order = order(&generator)
    var market = QuoteSeries()
    market.reserveCapacity(series.count)
    guard !series.isEmpty else { return market }
    var price = series.bids[0]
    var move = LastMove(from: price, scale: recipe.scale)
    var hourEnd: Int64 = .min
    /// That the price goes on as it last moved.
    var chance = 0.5
    for (slot, source) in order.enumerated() {
      let time = minuteStart(slot)
      if time >= hourEnd {
        let hour = calendar.hour(at: time)
        hourEnd = hour.end
        if !recipe.reversion.isEmpty {
          chance = hour.sessions.isDisjoint(with: recipe.reversion) ? 0.5 + Self.lean : 0.5 - Self.lean
        }
      }
      let from = series.bids[source == 0 ? 0 : starts[source] - 1]
      let change = series.bids[starts[source + 1] - 1] - from
      let goesOn = generator.nextUnit() < chance
      let sign: Int32 = goesOn == (change.signum() == move.direction) ? 1 : -1
      let open = price
      let begun = minuteStart(source)
      let minute = starts[source]..<starts[source + 1]
      let isMirrored = isBar(minute) && generator.nextUnit() < 0.5
      for index in minute {
        let shown = isMirrored ? Self.mirrored(index, in: minute) : index
        price = max(open + sign * (series.bids[shown] - from), Self.lowestPrice)
        let spread = recipe.isFree ? 0 : series.asks[shown] - series.bids[shown]
        market.append(
          Quote(
            time: time + series.times[index] - begun, bid: Price(points: price), ask: Price(points: price + spread),
            path: series.path(of: index)))
      }
      move.see(price)
    }
    return market
  }

  /// Whether a minute is known by its bar alone.
  private func isBar(_ minute: Range<Int>) -> Bool {
    minute.count == 4 && series.path(of: minute.lowerBound + 1) == .continuous
  }

  /// The other extreme's quote for an extreme's, in a bar's four quotes.
  private static func mirrored(_ index: Int, in minute: Range<Int>) -> Int {
    switch index - minute.lowerBound {
    case 1: index + 1
    case 2: index - 1
    default: index
    }
  }

  private func minuteStart(_ place: Int) -> Int64 {
    series.times[starts[place]] / MarketTime.minute * MarketTime.minute
  }

  /// For each minute the one that takes its place.
  private func order(_ generator: inout SplitMix64) -> [Int] {
    var order = Array(repeating: 0, count: starts.count - 1)
    for minutes in classes {
      for (slot, source) in zip(minutes, minutes.shuffled(using: &generator)) { order[slot] = source }
    }
    return order
  }
}

/// Which way the price went when it last moved by a scale.
private struct LastMove {
  private var from: Int32
  private let scale: Int32
  /// 1 or -1; upward before the first move.
  private(set) var direction: Int32 = 1

  init(from: Int32, scale: Int32) {
    self.from = from
    self.scale = scale
  }

  mutating func see(_ price: Int32) {
    guard abs(price - from) >= scale else { return }
    direction = price > from ? 1 : -1
    from = price
  }
}
