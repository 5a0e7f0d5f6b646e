import Domain
import Statistics

/// The conditions under which a policy of the controller should think of something.
///
/// They are measured by what a person has approved, until the first approval by the profile's defaults.
struct PolicyTriggers: Hashable, Sendable, Codable {
  private let settings: PolicyTriggerSettings
  private let pointValue: Money
  private var approved: Configuration
  /// Drawdowns at which its alert is raised and cleared.
  private var drawdownRaises = Money.zero
  private var drawdownClears = Money.zero

  init(settings: PolicyTriggerSettings, profile: SymbolProfile) {
    self.settings = settings
    pointValue = profile.pointValue
    approved = profile.defaults
    expect(profile.defaults)
  }

  /// Takes another configuration as the approved one. The expected drawdown is the setting, or what the approved
  /// configuration can lose at once: every position at its stop.
  mutating func expect(_ approved: Configuration) {
    self.approved = approved
    let expected = settings.expectations.drawdown ?? Money(micros: approved.worstCase * pointValue.micros)
    drawdownRaises = Money(micros: expected.micros / 100 * settings.drawdownRaisesAt)
    drawdownClears = Money(micros: expected.micros / 100 * settings.drawdownClearsAt)
  }

  /// Judged on full windows only; the whole Wilson interval must lie below the normal rate, so that bad luck alone seldom
  /// rings.
  ///
  /// Where nobody says what is normal it is the bot's own first trades, but at least what the approved stop and target
  /// need to break even: first trades that were sick already must not become the norm.
  func winRate(of recent: RecentTrades, baseline: Baseline) -> Judgement {
    let tally = recent.tally
    let stop = Double(approved.stopLoss.tenths)
    let breakEven = stop / (stop + Double(approved.takeProfit.tenths))
    let learnt = baseline.isComplete ? max(baseline.winRate, breakEven) : nil
    guard recent.isFull, let normal = settings.expectations.winRate ?? learnt,
      let upper = WilsonInterval.of(successes: tally.wins, trials: tally.trades)?.upper
    else { return .between }
    let rate = Double(tally.wins) / Double(tally.trades)
    let fall = (normal - rate) * 100
    let numbers =
      "win rate \(decimals(rate * 100, 1)) % over \(tally.trades) trades, normal \(decimals(normal * 100, 1)) %"
    if fall >= settings.winRateFall, upper < normal {
      return .breached(
        measured: rate * 100, threshold: normal * 100 - settings.winRateFall,
        text: "\(numbers), 95 % interval ends at \(decimals(upper * 100, 1)) %")
    }
    return fall <= settings.winRateFallCleared ? .calm(measured: .value(rate * 100), text: numbers) : .between
  }

  func profitFactor(of recent: RecentTrades) -> Judgement {
    guard recent.isFull, let factor = recent.tally.profitFactor.known else { return .between }
    let numbers = "profit factor \(decimals(factor, 2)) over \(recent.tally.trades) trades"
    if factor < settings.profitFactorTarget {
      return .breached(
        measured: factor, threshold: settings.profitFactorTarget,
        text: "\(numbers), target \(decimals(settings.profitFactorTarget, 2))")
    }
    return factor >= settings.profitFactorCleared ? .calm(measured: .value(factor), text: numbers) : .between
  }

  func session(_ session: TradingSession, window: RecentTrades) -> Judgement {
    let tally = window.tally
    guard tally.trades >= settings.sessionMinimum else { return .between }
    guard let factor = tally.profitFactor.known else {
      return .calm(measured: .undefined, text: "no loss in the last \(tally.trades) trades of \(session.rawValue)")
    }
    let numbers =
      "\(session.rawValue): net \(decimals(tally.net.value, 2)), profit factor \(decimals(factor, 2)) over "
      + "\(tally.trades) trades"
    if tally.net < .zero, factor <= settings.sessionProfitFactor {
      return .breached(measured: factor, threshold: settings.sessionProfitFactor, text: numbers)
    }
    return factor >= settings.sessionProfitFactorCleared ? .calm(measured: .value(factor), text: numbers) : .between
  }

  /// The fall below the equity's peak against the expected one.
  ///
  /// - Returns: `nil` where the alert neither comes nor goes, so that nothing is written at a quiet quote.
  func drawdown(_ drawdown: Money, isRaised: Bool) -> Judgement? {
    if drawdown >= drawdownRaises, !isRaised, drawdown > .zero {
      let text = "drawdown \(decimals(drawdown.value, 2)), more than \(decimals(drawdownRaises.value, 2))"
      return .breached(measured: drawdown.value, threshold: drawdownRaises.value, text: text)
    }
    guard drawdown <= drawdownClears, isRaised else { return nil }
    let text = "drawdown \(decimals(drawdown.value, 2)), not more than \(decimals(drawdownClears.value, 2))"
    return .calm(measured: .value(drawdown.value), text: text)
  }
}
