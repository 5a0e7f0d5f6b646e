import Domain

/// The limits that are checked at every event, with the counts that some of them need. None waits for statistics.
///
/// Every check takes the board on which its alert stands, and `now`, UTC milliseconds of the newest quote, for the stop
/// that it may ask for.
struct HardLimits: Hashable, Sendable, Codable {
  private let limits: MonitorSettings.Limits
  private let medianSpread: Pips
  /// Hundredths of a lot that the profile's defaults open at most.
  private let fullGrid: Int64
  private var quoteWatch = QuoteWatch()
  /// When the last trades were opened, UTC milliseconds; none older than the span over which they count.
  private var orders: [Int64] = []

  init(profile: SymbolProfile, limits: MonitorSettings.Limits) {
    self.limits = limits
    medianSpread = profile.medianSpread
    fullGrid = Int64(profile.defaults.lotSize.hundredths) * Int64(profile.defaults.maxPositions)
  }

  /// The limits that move with the price. Called at every quote, so it allocates nothing while nothing is wrong.
  func check(_ risk: AccountRisk, now: Int64, board: inout AlertBoard, effects: inout [Effect]) {
    if let percent = risk.drawdown {
      board.check(
        .drawdownLimit, percent, against: limits.drawdown, unit: "% below the equity peak", now: now,
        effects: &effects)
    }
    if let percent = risk.dailyLoss {
      board.check(
        .dailyLossLimit, percent, against: limits.dailyLoss, unit: "% lost since 00:00 UTC", now: now,
        effects: &effects)
    }
    if risk.margin > 0 || board.isRaised(.marginLimit) {
      board.check(
        .marginLimit, risk.margin, against: limits.margin, unit: "% of equity is margin", now: now, effects: &effects)
    }
    if let spread = quoteWatch.confirmedSpread, medianSpread.tenths > 0 {
      let multiple = Double(spread.tenths) / Double(medianSpread.tenths)
      board.check(
        .spreadLimit, multiple, against: limits.spread, unit: "times the median spread", now: now, effects: &effects)
    }
  }

  // MARK: Orders

  /// - Parameter exposure: hundredths of a lot open, buys and sells added.
  func checkExposure(_ exposure: Int64, now: Int64, board: inout AlertBoard, effects: inout [Effect]) {
    guard fullGrid > 0 else { return }
    board.check(
      .exposureLimit, Double(exposure) * 100 / Double(fullGrid), against: limits.exposure,
      unit: "% of the normal full grid is open", now: now, effects: &effects)
  }

  mutating func noteOrder(at utc: Int64, now: Int64, board: inout AlertBoard, effects: inout [Effect]) {
    orders.append(utc)
    countOrders(at: utc, now: now, board: &board, effects: &effects)
  }

  mutating func countOrders(at utc: Int64, now: Int64, board: inout AlertBoard, effects: inout [Effect]) {
    guard !orders.isEmpty || board.isRaised(.orderRateLimit) else { return }
    let span = limits.orderRateSpan
    orders.removeAll { $0 <= utc - span }
    board.check(
      .orderRateLimit, Double(orders.count), against: limits.orderRate,
      unit: "trades opened in \(span / MarketTime.minute) minutes", now: now, effects: &effects)
  }

  // MARK: Inputs

  /// Whether the quote can be used; one that cannot is judged at once.
  mutating func accepts(_ quote: Quote, now: Int64, board: inout AlertBoard, effects: inout [Effect]) -> Bool {
    guard !quoteWatch.accepts(quote) else { return true }
    judgeInputs(now: now, board: &board, effects: &effects)
    return false
  }

  mutating func take(_ incident: Incident, now: Int64, board: inout AlertBoard, effects: inout [Effect]) {
    switch incident.kind {
    case .quoteRefused, .venueMismatch, .latchUnreadable:
      quoteWatch.countBad()
      judgeInputs(now: now, board: &board, effects: &effects)
    case .stopsMoved, .foreignTrade, .notFlat, .fenced, .mixedStack, .setAside, .blind: break
    }
  }

  /// Unknown inputs: raised by unusable ones in a row, over after enough usable quotes. A bar that was wrong as a whole is
  /// one input.
  func judgeInputs(now: Int64, board: inout AlertBoard, effects: inout [Effect]) {
    let measured = quoteWatch.goodInARow >= limits.goodQuotesToRecover ? 0 : Double(max(1, quoteWatch.badInARow))
    board.check(
      .unknownInput, measured, against: limits.unknownInput, unit: "unusable inputs in a row", now: now,
      effects: &effects)
  }

  /// Judges how long no quote has come, in open-market milliseconds: known when the next one comes, or reported
  /// meanwhile.
  func judgeSilence(of milliseconds: Int64, now: Int64, board: inout AlertBoard, effects: inout [Effect]) {
    let minutes = Double(milliseconds) / Double(MarketTime.minute)
    board.check(
      .staleFeed, minutes, against: limits.staleFeed, unit: "open-market minutes without a quote", now: now,
      effects: &effects)
  }
}
