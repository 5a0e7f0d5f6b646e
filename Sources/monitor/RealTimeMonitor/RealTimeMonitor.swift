package import Domain

/// Watches the bot: values its open trades at every quote, measures its closed ones through many windows, and raises
/// alerts. It changes nothing itself; a hard limit asks the trader to stop.
///
/// Its input is the trader's stream. Quotes come before the trades that they caused, so a batch is held until the next
/// event that ends it; then trades and quotes are gone through in their order, and every equity is the true one. A
/// single quote, as it comes in real time, is checked against the hard limits at once.
package struct RealTimeMonitor: Core {
  package static let role = Role.monitor
  package static let hears: Set<EventKind> = [
    .quotes, .tradeOpened, .tradeClosed, .account, .safety, .configurationApplied, .incident, .minute,
  ]

  package let profile: SymbolProfile
  package let settings: MonitorSettings
  let calendar: TradingCalendar

  var time = MarketTime.origin
  var level = SafetyLevel.active
  var approved: Configuration
  /// Quotes whose trades are not all known yet.
  var held: [Quote] = []
  var pendingTrades: [TradeEvent] = []
  var lastQuote: Quote?

  var openTrades = OpenTrades()
  /// Equity but for what the open trades show; `nil` until the trader has told the account.
  var base: Money?
  var margin = Money.zero
  var curve = EquityCurve()

  var quoteWatch = QuoteWatch()
  var windows: TradeWindows
  var baseline: Baseline
  var triggers: PolicyTriggers
  var regime: RegimeDegradation
  var board = AlertBoard()
  var recentOrders: [Int64] = []

  /// Open-market milliseconds.
  var nextScan: Int64 = 0
  var nextPublication: Int64 = 0
  var lastCommand: Int64 = 0
  /// Drawdowns at which its policy alert is raised and cleared.
  var drawdownRaises: Money
  var drawdownClears: Money

  package init(profile: SymbolProfile, settings: MonitorSettings) {
    self.profile = profile
    self.settings = settings
    calendar = TradingCalendar(week: profile.week)
    approved = profile.defaults
    windows = TradeWindows(settings: settings)
    baseline = Baseline(size: settings.policies.baselineTrades)
    triggers = PolicyTriggers(settings: settings.policies)
    regime = RegimeDegradation(settings: settings.regime)
    drawdownRaises = .zero
    drawdownClears = .zero
    expectDrawdown()
  }

  package mutating func receive(_ input: Input) -> [Effect] {
    var effects: [Effect] = []
    switch input.content {
    case .event(let event): hear(event, at: input.time, effects: &effects)
    case .endOfMinute: settle(.everything, effects: &effects)
    case .command(let id, _, _): effects.append(.answer(id: id, .notAuthorised("the monitor takes no commands")))
    case .silence(let milliseconds): noteSilence(of: milliseconds, effects: &effects)
    case .started: break
    }
    return effects
  }

  private mutating func hear(_ event: Event, at time: MarketTime, effects: inout [Effect]) {
    switch event {
    case .quotes(let batch): take(batch, at: time, effects: &effects)
    case .tradeOpened(let trade): pendingTrades.append(.opened(trade))
    case .tradeClosed(let trade): pendingTrades.append(.closed(trade))
    case .account(let account):
      settle(.everything, effects: &effects)
      take(account, effects: &effects)
    case .minute: settle(.everything, effects: &effects)
    case .safety(let report): take(report)
    case .configurationApplied(let applied): take(applied, effects: &effects)
    case .incident(let incident): take(incident, effects: &effects)
    default: break
    }
  }

  private mutating func take(_ report: SafetyReport) {
    if report.level < level {
      board.rearmed(to: report.level, marginPercent: settings.limits.rearmMarginPercent)
    }
    level = report.level
  }

  private mutating func take(_ applied: ConfigurationApplied, effects: inout [Effect]) {
    settle(.everything, effects: &effects)
    windows.begin(applied.version)
    approved = applied.approved
    expectDrawdown()
  }

  private mutating func expectDrawdown() {
    let expected = triggers.expectedDrawdown(approved: approved, pointValue: profile.pointValue)
    drawdownRaises = Money(micros: expected.micros / 100 * settings.policies.drawdownRaisesAt)
    drawdownClears = Money(micros: expected.micros / 100 * settings.policies.drawdownClearsAt)
  }
}

/// A trade that was opened or closed, waiting for its place between the quotes.
enum TradeEvent: Hashable, Sendable, Codable {
  case opened(OpenTrade)
  case closed(ClosedTrade)

  var time: Int64 {
    switch self {
    case .opened(let trade): trade.entryTime
    case .closed(let trade): trade.exitTime
    }
  }
}
