import Domain

/// What the closed trades say: their windows, the bot's own normal, and every condition that rests on them.
struct Performance: Hashable, Sendable, Codable {
  private var windows: TradeWindows
  private var baseline: Baseline
  private var triggers: PolicyTriggers
  private var regime: RegimeDegradation

  init(profile: SymbolProfile, settings: MonitorSettings) {
    windows = TradeWindows(settings: settings)
    baseline = Baseline(size: settings.policies.baselineTrades)
    triggers = PolicyTriggers(settings: settings.policies, profile: profile)
    regime = RegimeDegradation(settings: settings.regime)
  }

  /// Another configuration is in force: its window is empty, and its approval says what is to be expected.
  mutating func begin(_ applied: ConfigurationApplied) {
    windows.begin(applied.version)
    triggers.expect(applied.approved)
  }

  /// Takes a closed trade into every window and asks every condition that rests on closed trades.
  mutating func measure(
    _ trade: ClosedTrade, calendar: TradingCalendar, board: inout AlertBoard, effects: inout [Effect]
  ) {
    let entered = calendar.sessions(at: trade.trade.entryTime)
    windows.add(trade, in: entered, at: calendar.marketTime(at: trade.exitTime))
    // The trade that completes the baseline is not evidence against it.
    let wasComplete = baseline.isComplete
    baseline.add(trade.profit)
    board.judge(.winRateFell, as: triggers.winRate(of: windows.recent, baseline: baseline), effects: &effects)
    board.judge(.profitFactorBelowTarget, as: triggers.profitFactor(of: windows.recent), effects: &effects)
    for session in entered.sessions {
      board.judge(
        .sessionLosing, session: session, as: triggers.session(session, window: windows[session]), effects: &effects)
    }
    guard wasComplete else { return }
    let (losses, profits) = regime.judge(trade.profit, baseline: baseline)
    board.judge(.lossRateChanged, as: losses, effects: &effects)
    board.judge(.profitChanged, as: profits, effects: &effects)
  }

  /// Judges the fall below the peak at every quote; allocates nothing while the alert neither comes nor goes.
  func judgeDrawdown(_ drawdown: Money, board: inout AlertBoard, effects: inout [Effect]) {
    let kind = Alert.Kind.drawdownAboveExpectation
    guard let judgement = triggers.drawdown(drawdown, isRaised: board.isRaised(kind)) else { return }
    board.judge(kind, as: judgement, effects: &effects)
  }

  /// Returns the windows that a trade has entered or left since the last call.
  ///
  /// - Parameter includesAll: whether the window of all trades is among them in any case.
  mutating func takeChanged(at instant: MarketTime, includesAll: Bool) -> [MetricsWindow] {
    windows.expire(at: instant)
    var changed = windows.takeChanged()
    if includesAll, !changed.contains(.all) { changed.append(.all) }
    return changed
  }

  func snapshot(of window: MetricsWindow, account: AccountMetrics) -> MetricsSnapshot {
    windows.snapshot(of: window, account: account)
  }
}
