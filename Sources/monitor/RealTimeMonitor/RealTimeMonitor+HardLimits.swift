import Domain

extension RealTimeMonitor {
  /// The limits that move with the price. Called at every quote, so it allocates nothing while nothing is wrong.
  ///
  /// - Parameter instant: of the quote that the equity is valued at; UTC milliseconds.
  mutating func checkLimits(equity: Money, at instant: Int64, effects: inout [Effect]) {
    let limits = settings.limits
    if let percent = curve.drawdownPercent(ofEquity: equity) {
      check(.drawdownLimit, percent, against: limits.drawdown, unit: "% below the equity peak", effects: &effects)
    }
    if let percent = curve.dailyLossPercent(ofEquity: equity, at: instant) {
      check(.dailyLossLimit, percent, against: limits.dailyLoss, unit: "% lost since 00:00 UTC", effects: &effects)
    }
    if margin > .zero || board.isRaised(.marginLimit) {
      check(
        .marginLimit, marginUse(of: equity), against: limits.margin, unit: "% of equity is margin", effects: &effects)
    }
    if let spread = quoteWatch.confirmedSpread, profile.medianSpread.tenths > 0 {
      let multiple = Double(spread.tenths) / Double(profile.medianSpread.tenths)
      check(.spreadLimit, multiple, against: limits.spread, unit: "times the median spread", effects: &effects)
    }
  }

  /// Margin in per cent of the equity. An account without equity has used up any margin.
  private func marginUse(of equity: Money) -> Double {
    guard margin > .zero else { return 0 }
    guard equity > .zero else { return AlertBoard.mostMargin }
    return min(Double(margin.micros) * 100 / Double(equity.micros), AlertBoard.mostMargin)
  }

  mutating func checkExposure(effects: inout [Effect]) {
    let normal = Int64(profile.defaults.lotSize.hundredths) * Int64(profile.defaults.maxPositions)
    guard normal > 0 else { return }
    let percent = Double(openTrades.exposure) * 100 / Double(normal)
    check(
      .exposureLimit, percent, against: settings.limits.exposure, unit: "% of the normal full grid is open",
      effects: &effects)
  }

  mutating func noteOrder(at instant: MarketTime, effects: inout [Effect]) {
    recentOrders.append(instant.utc)
    countOrders(at: instant, effects: &effects)
    checkExposure(effects: &effects)
  }

  mutating func countOrders(at instant: MarketTime, effects: inout [Effect]) {
    guard !recentOrders.isEmpty || board.isRaised(.orderRateLimit) else { return }
    let span = settings.limits.orderRateSpan
    recentOrders.removeAll { $0 <= instant.utc - span }
    check(
      .orderRateLimit, Double(recentOrders.count), against: settings.limits.orderRate,
      unit: "trades opened in \(span / MarketTime.minute) minutes", effects: &effects)
  }

  mutating func noteSilence(before utc: Int64, effects: inout [Effect]) {
    guard time > .origin, utc > time.utc else { return }
    // Neighbouring quotes need no calendar.
    guard utc - time.utc > MarketTime.minute || board.isRaised(.staleFeed) else { return }
    noteSilence(of: calendar.openMilliseconds(at: utc) - time.open, effects: &effects)
  }

  /// Judges how long no quote has come, in open-market milliseconds: known when the next one comes, or told meanwhile.
  mutating func noteSilence(of milliseconds: Int64, effects: inout [Effect]) {
    guard time > .origin else { return }
    let minutes = Double(milliseconds) / Double(MarketTime.minute)
    check(
      .staleFeed, minutes, against: settings.limits.staleFeed, unit: "open-market minutes without a quote",
      effects: &effects)
  }

  mutating func take(_ incident: Incident, effects: inout [Effect]) {
    switch incident.kind {
    case .quoteRefused, .venueMismatch, .latchUnreadable:
      quoteWatch.countBad()
      judgeInputs(effects: &effects)
    case .stopsMoved, .foreignTrade, .notFlat, .fenced, .mixedStack, .setAside, .blind: break
    }
  }

  /// Unknown inputs: raised by unusable ones in a row, over after enough usable quotes. A bar that was wrong as a whole is
  /// one input.
  mutating func judgeInputs(effects: inout [Effect]) {
    let limits = settings.limits
    let measured =
      quoteWatch.goodInARow >= limits.goodQuotesToRecover ? 0 : Double(max(1, quoteWatch.badInARow))
    check(.unknownInput, measured, against: limits.unknownInput, unit: "unusable inputs in a row", effects: &effects)
  }

  /// Judges one limit and, where its thresholds say so, asks the trader to stop.
  private mutating func check(
    _ kind: Alert.Kind, _ measured: Double, against limit: HardLimit, unit: @autoclosure () -> String,
    effects: inout [Effect]
  ) {
    if measured < limit.raisesAt {
      guard board.isRaised(kind), measured <= limit.clearsAt else { return }
      board.judge(
        kind, as: .calm(measured: .value(measured), text: "\(decimals(measured, 2)) \(unit())"), effects: &effects)
      return
    }
    let text = board.isRaised(kind) ? "" : "\(decimals(measured, 2)) \(unit()), limit \(decimals(limit.raisesAt, 2))"
    board.judge(
      kind, as: .breached(measured: measured, threshold: limit.raisesAt, text: text), effects: &effects)
    guard let stop = limit.stop(at: measured),
      board.demandStop(stop.level, by: kind, measured: measured)
    else { return }
    lastCommand += 1
    let id = "\(Self.role.rawValue)-\(lastCommand)"
    let reason = "\(kind.rawValue): \(decimals(measured, 2)) \(unit()), limit \(decimals(stop.threshold, 2))"
    effects.append(
      .send(
        id: id,
        .stop(Trip(id: id, level: stop.level, reason: reason, source: Self.role.rawValue, time: time.utc))))
  }
}
