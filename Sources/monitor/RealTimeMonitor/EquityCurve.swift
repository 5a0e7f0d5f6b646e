import Domain

/// The equity at every quote, floating loss included, its peak, and the fall from it.
///
/// A deposit or a withdrawal is neither profit nor loss: peak and start of the day are multiplied by equity after over
/// equity before, so that no fall in per cent moves. Unknown until the trader has published the account.
struct EquityCurve: Hashable, Sendable, Codable {
  /// `nil` is unknown.
  private(set) var equity: Money?
  private(set) var peak: Money?
  /// Open-market milliseconds at the last peak.
  private(set) var peakTime: Int64 = 0
  private(set) var maximumDrawdown = Money.zero
  private(set) var deposits: Money?
  /// The last equity before the UTC day began, so that what a weekend or a night brings is the new day's loss.
  private var dayStart: Money?
  private var day: Int64 = .min

  /// - Parameter equity: with what was paid in or out.
  mutating func take(deposits: Money, equity after: Money) {
    defer { self.deposits = deposits }
    guard let former = self.deposits, former != deposits else { return }
    let before = after - (deposits - former)
    peak = peak.flatMap { $0.scaled(from: before, to: after) }
    dayStart = dayStart.flatMap { $0.scaled(from: before, to: after) }
    equity = equity.map { $0 + (deposits - former) }
  }

  mutating func take(equity: Money, at time: MarketTime) {
    let today = Self.day(of: time.utc)
    if today != day || dayStart == nil {
      day = today
      dayStart = self.equity ?? equity
    }
    self.equity = equity
    if let peak, equity < peak {
      maximumDrawdown = max(maximumDrawdown, peak - equity)
    } else {
      peak = equity
      peakTime = time.open
    }
  }

  /// Zero or more; `nil` is unknown.
  func drawdown(ofEquity equity: Money) -> Money? {
    peak.map { max(.zero, $0 - equity) }
  }

  func drawdownPercent(ofEquity equity: Money) -> Double? {
    percent(drawdown(ofEquity: equity), of: peak)
  }

  /// Fall since the day of `utc` began, in per cent of the last equity before it.
  func dailyLossPercent(ofEquity equity: Money, at utc: Int64) -> Double? {
    let start = Self.day(of: utc) == day ? dayStart : self.equity
    return percent(start.map { max(.zero, $0 - equity) }, of: start)
  }

  private static func day(of utc: Int64) -> Int64 { utc / MarketTime.day }

  /// `nil` where there is nothing that the fall could be a part of.
  private func percent(_ fall: Money?, of reference: Money?) -> Double? {
    guard let fall, let reference, reference > .zero else { return nil }
    return Double(fall.micros) * 100 / Double(reference.micros)
  }
}

extension Money {
  /// The amount times `after` over `before`; `nil` where either leaves nothing to compare with, or where no
  /// amount is so large.
  fileprivate func scaled(from before: Money, to after: Money) -> Money? {
    guard before > .zero, after > .zero, micros > 0 else { return nil }
    let product = micros.multipliedFullWidth(by: after.micros)
    // The quotient fits where the product is below its bound times the divisor.
    let bound = Int64.max.multipliedFullWidth(by: before.micros)
    guard (product.high, product.low) < (bound.high, bound.low) else { return nil }
    return Money(micros: before.micros.dividingFullWidth(product).quotient)
  }
}
