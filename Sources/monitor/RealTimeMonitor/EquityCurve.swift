import Domain

/// The equity at every quote, floating loss included, its peak, and the fall from it.
///
/// Peak and fall are of equity less deposits, so that paying in or out moves neither. Unknown until the trader has told
/// the account.
struct EquityCurve: Hashable, Sendable, Codable {
  /// Equity less deposits; `nil` is unknown.
  private(set) var net: Money?
  private(set) var peak: Money?
  /// Open-market milliseconds at the last peak.
  private(set) var peakTime: Int64 = 0
  private(set) var maximumDrawdown = Money.zero
  private(set) var deposits = Money.zero
  /// Equity less deposits at the first quote of the UTC day.
  private(set) var dayStart: Money?
  private var day: Int64 = .min

  mutating func take(deposits: Money) {
    self.deposits = deposits
  }

  mutating func take(equity: Money, at time: MarketTime) {
    let net = equity - deposits
    self.net = net
    if let peak, net < peak {
      maximumDrawdown = max(maximumDrawdown, peak - net)
    } else {
      peak = net
      peakTime = time.open
    }
    let today = time.utc / MarketTime.day
    if today != day || dayStart == nil {
      day = today
      dayStart = net
    }
  }

  /// Zero or more; `nil` is unknown.
  func drawdown(ofEquity equity: Money) -> Money? {
    peak.map { max(.zero, $0 + deposits - equity) }
  }

  func drawdownPercent(ofEquity equity: Money) -> Double? {
    percent(drawdown(ofEquity: equity), of: peak)
  }

  /// Fall since the day began, in per cent of what the equity was then.
  func dailyLossPercent(ofEquity equity: Money) -> Double? {
    percent(dayStart.map { max(.zero, $0 + deposits - equity) }, of: dayStart)
  }

  /// `nil` where there is nothing that the fall could be a part of.
  private func percent(_ fall: Money?, of reference: Money?) -> Double? {
    guard let fall, let reference, reference + deposits > .zero else { return nil }
    return Double(fall.micros) * 100 / Double((reference + deposits).micros)
  }
}
