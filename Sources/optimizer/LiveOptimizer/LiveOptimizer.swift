package import Domain

/// The only writer of parameters: it turns proposals into legal steps, sends them, and ends each by what was measured.
///
/// A change goes `proposed → admitted → staged → applied → measuring → kept | reverted | inconclusive`; what needs no
/// proof is kept as soon as it is applied. Only one request to the trader is under way at a time, so that
/// compare-and-set on the version can fail only after a crash or by somebody else's hand.
package struct LiveOptimizer: Core {
  package static let role = Role.optimizer
  package static let hears: Set<EventKind> = [
    .tradeOpened, .tradeClosed, .safety, .configurationApplied, .configurationRefused, .entries, .minute, .measurement,
    .experiment,
  ]

  package let profile: SymbolProfile
  package let settings: OptimizerSettings
  let calendar: TradingCalendar
  /// The present epoch, which is the fence of every request.
  package internal(set) var epoch: Int64 = 0
  package internal(set) var time = MarketTime.origin
  /// The safety level by the trader's last word; `nil` before the first, which blocks changes as any unknown does.
  package internal(set) var safety: SafetyLevel?
  /// The configuration in force by the trader's last word.
  package internal(set) var inForce: ConfigurationApplied?
  /// Changes that have not ended, in order of their numbers.
  package internal(set) var live: [ChangeRecord] = []
  var changeTimes = ChangeTimes()
  var plans: [ChangePlan] = []
  var applied: [AppliedChange] = []
  var reductions: [RiskReduction] = []
  var holds: [PersonalHold] = []
  var progress: [MeasuringProgress] = []
  /// Open-market time of the bot's last closed trade.
  var lastTradeAt: Int64 = .min
  /// What was said last of the steps to come.
  package internal(set) var told = Plans()
  var experiment: RunningExperiment?
  /// The promotion under way, from the first step of its ramp on.
  var ramp: RunningRamp?
  /// The turn of the ramp that was asked for and has not been answered.
  var switching: VersionSwitch?
  /// Admitted changes that wait for the one under way.
  var waiting: [ChangeID] = []
  /// The change whose request is under way.
  var inFlight: ChangeID?
  var closedTrades = 0
  var lastChange: Int64 = 0
  var lastCommand: Int64 = 0
  var commands = CommandMemory()
  var window: EffectWindow

  package init(profile: SymbolProfile, settings: OptimizerSettings) {
    self.profile = profile
    self.settings = settings
    calendar = TradingCalendar(week: profile.week)
    window = EffectWindow(capacity: settings.effectTrades)
  }

  package mutating func receive(_ input: Input) -> [Effect] {
    if input.time > time { time = input.time }
    var effects: [Effect] = []
    switch input.content {
    case .event(let event):
      learn(event, &effects)
    case .command(let id, let command, let origin):
      if let before = commands.answer(to: id) { return [before] }
      let refusal = carryOut(command, from: origin, &effects)
      effects.append(commands.remember(id, refusal))
    case .started(let epoch):
      self.epoch = epoch
      resend(&effects)
      resendSwitch(&effects)
    case .endOfMinute:
      endOfMinute(&effects)
    case .silence: break
    }
    tellPlans(&effects)
    return effects
  }

  private mutating func learn(_ event: Event, _ effects: inout [Effect]) {
    switch event {
    case .tradeOpened:
      window.opened()
    case .tradeClosed:
      window.closed()
      closedTrades += 1
      lastTradeAt = time.open
    case .safety(let report):
      safety = report.level
      advance(&effects)
    case .configurationApplied(let now):
      adopt(now, &effects)
    case .configurationRefused(let refused):
      hear(refused, &effects)
    case .measurement(let report):
      hear(report, &effects)
    case .experiment(let report):
      hear(report, &effects)
    case .entries(let summary):
      window.see(summary)
    default: break
    }
  }

  /// Timers: verdicts that only wait for the hour, expired reductions, the next steps of plans.
  private mutating func endOfMinute(_ effects: inout [Effect]) {
    for record in live where record.stage == .measuring { judge(record.id, &effects) }
    endQuietChanges(&effects)
    endSilentRamp(&effects)
    expireReductions(&effects)
    advance(&effects)
  }
}
