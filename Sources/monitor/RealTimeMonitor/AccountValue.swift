import Domain

/// How near an account is to the limits on its money, in per cent; `nil` is unknown.
struct AccountRisk {
  /// Fall below the equity's peak.
  var drawdown: Double?
  /// Fall since the day began, UTC.
  var dailyLoss: Double?
  /// Margin in use, of the equity. An account without equity has used up any margin.
  var margin: Double
}

/// What the account is worth at every quote, and the trades that are open on it.
///
/// The equity is what the account has but for its open trades, plus what those show at the quote, less what they were
/// charged. It is exact once every trade until the quote is booked, and unknown until the trader has published the
/// account.
struct AccountValue: Hashable, Sendable, Codable {
  /// Money of one point on a hundredth of a lot.
  private let pointValue: Money
  private var openTrades = OpenTrades()
  /// Equity but for what the open trades show; `nil` until the trader has published the account.
  private var base: Money?
  private var margin = Money.zero
  private var curve = EquityCurve()
  /// The last quote that was marked.
  private(set) var lastQuote: Quote?

  init(pointValue: Money) {
    self.pointValue = pointValue
  }

  /// Hundredths of a lot open, buys and sells added.
  var exposure: Int64 { openTrades.exposure }

  // MARK: What happens on it

  mutating func open(_ trade: OpenTrade) {
    openTrades.open(trade)
  }

  mutating func close(_ trade: ClosedTrade) {
    let opened = openTrades.close(trade.trade.id)
    // Swap that accrued while the trade was open has already lowered the account's equity, and so the base.
    let accrued = opened.map { trade.trade.costs.swap - $0.costs.swap } ?? .zero
    base = base.map { $0 + trade.profit + accrued }
  }

  /// Takes over what the trader says of the account.
  mutating func take(_ account: AccountState, at time: MarketTime) {
    let floating = lastQuote.map { openTrades.floating(at: $0, pointValue: pointValue) } ?? .zero
    base = account.equity + openTrades.charged - floating
    margin = account.margin
    curve.take(deposits: account.deposits, equity: account.equity)
    curve.take(equity: account.equity, at: time)
  }

  /// Values the open trades at a quote of which every trade is booked.
  /// - Returns: the equity; `nil` is unknown.
  mutating func mark(_ quote: Quote, at instant: MarketTime) -> Money? {
    lastQuote = quote
    guard let base else { return nil }
    let equity = base - openTrades.charged + openTrades.floating(at: quote, pointValue: pointValue)
    curve.take(equity: equity, at: instant)
    return equity
  }

  // MARK: What it is worth

  /// The equity at a quote whose trades are not known yet; `nil` is unknown.
  func equityAhead(of quote: Quote) -> Money? {
    guard let base else { return nil }
    let floating =
      quote.path == .continuous
      ? openTrades.floatingWithinStops(at: quote, pointValue: pointValue)
      : openTrades.floating(at: quote, pointValue: pointValue)
    return base - openTrades.charged + floating
  }

  /// Money below the peak, zero or more; `nil` is unknown.
  func drawdown(ofEquity equity: Money) -> Money? { curve.drawdown(ofEquity: equity) }

  /// - Parameter instant: of the quote that the equity is valued at; UTC milliseconds.
  func risk(ofEquity equity: Money, at instant: Int64) -> AccountRisk {
    AccountRisk(
      drawdown: curve.drawdownPercent(ofEquity: equity),
      dailyLoss: curve.dailyLossPercent(ofEquity: equity, at: instant),
      margin: marginUse(of: equity))
  }

  private func marginUse(of equity: Money) -> Double {
    guard margin > .zero else { return 0 }
    guard equity > .zero else { return AlertBoard.mostMargin }
    return min(Double(margin.micros) * 100 / Double(equity.micros), AlertBoard.mostMargin)
  }

  /// What belongs to the account at this instant. Unknown stays unknown.
  func metrics(at instant: MarketTime, calendar: TradingCalendar) -> AccountMetrics {
    let equity = curve.equity
    let oldest = openTrades.trades.first.map { instant.open - calendar.openMilliseconds(at: $0.entryTime) }
    return AccountMetrics(
      equity: figure(equity?.value), drawdown: figure(equity.flatMap { curve.drawdown(ofEquity: $0)?.value }),
      drawdownPercent: figure(equity.flatMap { curve.drawdownPercent(ofEquity: $0) }),
      maximumDrawdown: figure(equity.map { _ in curve.maximumDrawdown.value }),
      underwater: curve.peak == nil ? 0 : max(0, instant.open - curve.peakTime), openTrades: openTrades.trades.count,
      oldestTrade: max(0, oldest ?? 0), exposure: exposure, spread: figure(lastQuote?.spread.value))
  }

  private func figure(_ value: Double?) -> Figure {
    value.map { .value($0) } ?? .unknown
  }
}
