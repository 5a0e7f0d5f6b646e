import Domain

/// Makes quotes of rows: one of a tick, four of a bar.
///
/// A bar's open is a jump; from there the price moves continuously through both extremes to the close, the low first
/// where the close is not below the open. The four stand at equal distances: 15 s in a one-minute bar.
struct QuotePath {
  private let barLength: Int64?
  private let side: PriceSide
  private let spread: SpreadSource
  private let profile: [Pips]

  init(format: FeedFormat, options: FeedOptions) {
    barLength = format.barLength
    side = format.side
    spread = options.spread
    profile = options.profile.spreadByHour
  }

  /// Appends the quotes of `row`.
  func append(_ row: Row, to quotes: inout [Quote]) {
    guard let barLength else {
      quotes.append(quote(row.time, row.bid.open, row.ask.open, .jump))
      return
    }
    var bid = row.bid
    var ask = row.ask
    switch side {
    case .both: break
    case .bid: ask = bid.moved(by: modelledSpread(at: row.time))
    case .ask: bid = ask.moved(by: -modelledSpread(at: row.time))
    }
    let rises = bid.close >= bid.open
    let step = barLength / 4
    quotes.append(quote(row.time, bid.open, ask.open, .jump))
    if rises {
      quotes.append(quote(row.time + step, bid.low, ask.low, .continuous))
      quotes.append(quote(row.time + 2 * step, bid.high, ask.high, .continuous))
    } else {
      quotes.append(quote(row.time + step, bid.high, ask.high, .continuous))
      quotes.append(quote(row.time + 2 * step, bid.low, ask.low, .continuous))
    }
    quotes.append(quote(row.time + 3 * step, bid.close, ask.close, .continuous))
  }

  private func modelledSpread(at time: Int64) -> Int32 {
    switch spread {
    case .profile: profile[CivilTime.hourOfWeek(time)].tenths
    case .fixed(let spread): spread.tenths
    }
  }

  private func quote(_ time: Int64, _ bid: Int32, _ ask: Int32, _ path: PricePath) -> Quote {
    Quote(time: time, bid: Price(points: bid), ask: Price(points: ask), path: path)
  }
}

extension Bar {
  /// The same bar so many points higher.
  func moved(by points: Int32) -> Bar {
    Bar(open: open + points, high: high + points, low: low + points, close: close + points)
  }
}
