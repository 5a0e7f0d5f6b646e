import Domain

/// What trades and shadows have shown: how far each measured change has come, what follows from it, and whether a change
/// of a cap could have any effect.
struct Evidence: Hashable, Sendable, Codable {
  /// How a measured change ends.
  enum Verdict: Hashable {
    case keep
    /// It hurts; with what has shown it.
    case harmful(String)
    /// All that can be learnt is known, and it proves nothing.
    case unproven(String)
  }

  /// A measured change of which nothing more is learnt.
  struct Stall {
    let change: ChangeID
    let why: String
    let evidence: String
  }

  private struct Progress: Hashable, Sendable, Codable {
    var change: ChangeID
    /// Paired trades by the last report.
    var trades = 0
    /// Open-market time at which they last became more, or of the change.
    var open: Int64
  }

  private let settings: OptimizerSettings
  private var progress: [Progress] = []
  /// Open-market time of the bot's last closed trade.
  private var lastTradeAt: Int64 = .min
  private var window: EffectWindow

  init(settings: OptimizerSettings) {
    self.settings = settings
    window = EffectWindow(capacity: settings.effectTrades)
  }

  // MARK: Trades

  mutating func see(_ summary: EntrySummary) {
    window.see(summary)
  }

  mutating func tradeOpened() {
    window.opened()
  }

  mutating func tradeClosed(at open: Int64) {
    window.closed()
    lastTradeAt = open
  }

  /// Whether a plan's target would have let every trade of late happen just as the value in force did.
  func isWithoutEffect(_ plan: ChangePlan, _ now: ConfigurationApplied) -> Bool {
    window.isIdle(from: now.configuration[plan.parameter], to: plan.target, of: plan.parameter)
  }

  // MARK: Measurements

  mutating func begin(_ change: ChangeID, at open: Int64) {
    progress.append(Progress(change: change, open: open))
  }

  mutating func note(_ report: MeasurementReport, at open: Int64) {
    guard let index = progress.firstIndex(where: { $0.change == report.change }),
      report.trades > progress[index].trades
    else { return }
    progress[index].trades = report.trades
    progress[index].open = open
  }

  /// How a measured change ends by now; `nil` where it does not.
  ///
  /// - Parameter isRamping: whether it is a live ramp whose turns are not over, which nothing but harm ends.
  func verdict(on record: ChangeRecord, isRamping: Bool, at time: MarketTime) -> Verdict? {
    guard record.stage == .measuring, let measured = record.measurement, let appliedAt = record.appliedAt else {
      return nil
    }
    if isRamping, measured.finding != .harmful { return nil }
    switch measured.finding {
    case .harmful:
      return measured.trades >= settings.harmTrades ? .harmful(measured.summary) : nil
    case .exhausted where record.purpose == .promotion:
      // The endpoint was proven; its steps are watched for harm alone, and there was none.
      return .keep
    case .better, .notWorse:
      let isLongEnough = time.open - appliedAt.open >= settings.keepTime
      return measured.trades >= settings.keepTrades && isLongEnough ? .keep : nil
    case .exhausted, .void:
      return .unproven(measured.summary)
    case .open:
      guard measured.blocks >= settings.mostBlocks else { return nil }
      return record.purpose == .promotion ? .keep : .unproven(measured.summary)
    }
  }

  /// Measured changes of which nothing more is learnt, so that no market without trades holds a person up.
  ///
  /// - Parameter live: the changes that have not ended. The others are forgotten.
  mutating func stalls(among live: [ChangeRecord], at open: Int64) -> [Stall] {
    progress.removeAll { state in !live.contains { $0.id == state.change } }
    let days = settings.quietTime / MarketTime.day
    return progress.compactMap { state in
      let why: String
      if open - max(state.open, lastTradeAt) >= settings.quietTime {
        why = "no trade in \(days) days of open market, so there is nothing to judge it by"
      } else if open - state.open >= 2 * settings.quietTime {
        why = "too few trades in \(2 * days) days of open market for a block of evidence"
      } else {
        return nil
      }
      return Stall(change: state.change, why: why, evidence: "\(state.trades) paired trades")
    }
  }
}

extension MeasurementReport {
  fileprivate var summary: String {
    let mean = meanPerBlock.known.map { "\($0)" } ?? "undefined"
    return """
      \(finding.rawValue) after \(trades) paired trades in \(blocks) blocks: difference \(difference.value), \
      mean a block \(mean), log e-value of harm \(logHarm)
      """
  }
}
