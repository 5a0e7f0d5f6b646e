import Domain

extension RealTimeMonitor {
  /// Takes a closed trade into every window and asks every condition that rests on closed trades.
  mutating func measure(_ trade: ClosedTrade, effects: inout [Effect]) {
    let entered = calendar.sessions(at: trade.trade.entryTime)
    windows.add(trade, in: entered, at: calendar.marketTime(at: trade.exitTime))
    let wasComplete = baseline.isComplete
    baseline.add(trade.profit)
    board.judge(
      .winRateFell, as: triggers.winRate(of: windows.recent, baseline: baseline, approved: approved), effects: &effects)
    board.judge(.profitFactorBelowTarget, as: triggers.profitFactor(of: windows.recent), effects: &effects)
    for session in entered.sessions {
      board.judge(
        .sessionLosing, session: session, as: triggers.session(session, window: windows[session]), effects: &effects)
    }
    if wasComplete {
      let (losses, profits) = regime.judge(trade.profit, baseline: baseline)
      board.judge(.lossRateChanged, as: losses, effects: &effects)
      board.judge(.profitChanged, as: profits, effects: &effects)
    }
  }

  mutating func judgeDrawdownExpectation(equity: Money, effects: inout [Effect]) {
    guard let drawdown = curve.drawdown(ofEquity: equity) else { return }
    let isRaised = board.isRaised(.drawdownAboveExpectation)
    if drawdown >= drawdownRaises, !isRaised, drawdown > .zero {
      let text = "drawdown \(decimals(drawdown.value, 2)), more than \(decimals(drawdownRaises.value, 2))"
      board.judge(
        .drawdownAboveExpectation,
        as: .breached(measured: drawdown.value, threshold: drawdownRaises.value, text: text), effects: &effects)
    } else if drawdown <= drawdownClears, isRaised {
      let text = "drawdown \(decimals(drawdown.value, 2)), not more than \(decimals(drawdownClears.value, 2))"
      board.judge(
        .drawdownAboveExpectation, as: .calm(measured: .value(drawdown.value), text: text), effects: &effects)
    }
  }

  /// The regular look at the open trades. Windows are published only when a trade has entered or left them.
  mutating func scan(at instant: MarketTime, effects: inout [Effect]) {
    nextScan = (instant.open / settings.scanEvery + 1) * settings.scanEvery
    windows.expire(at: instant)
    countOrders(at: instant, effects: &effects)
    checkExposure(effects: &effects)
    var changed = windows.takeChanged()
    if instant.open >= nextPublication {
      nextPublication = (instant.open / settings.publishEvery + 1) * settings.publishEvery
      if !changed.contains(.all) { changed.append(.all) }
    }
    guard !changed.isEmpty else { return }
    let account = accountMetrics(at: instant)
    for window in changed { effects.append(.publish(.metrics(windows.snapshot(of: window, account: account)))) }
  }

  /// What belongs to the account at this instant. Unknown stays unknown.
  func accountMetrics(at instant: MarketTime) -> AccountMetrics {
    let equity = curve.equity
    let oldest = openTrades.trades.first.map { instant.open - calendar.openMilliseconds(at: $0.entryTime) }
    return AccountMetrics(
      equity: figure(equity?.value), drawdown: figure(equity.flatMap { curve.drawdown(ofEquity: $0)?.value }),
      drawdownPercent: figure(equity.flatMap { curve.drawdownPercent(ofEquity: $0) }),
      maximumDrawdown: figure(equity.map { _ in curve.maximumDrawdown.value }),
      underwater: curve.peak == nil ? 0 : max(0, instant.open - curve.peakTime), openTrades: openTrades.trades.count,
      oldestTrade: max(0, oldest ?? 0), exposure: openTrades.exposure, spread: figure(lastQuote?.spread.value))
  }

  private func figure(_ value: Double?) -> Figure {
    value.map { .value($0) } ?? .unknown
  }
}
