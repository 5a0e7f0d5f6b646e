import Domain

/// What is known of the bot and the market, and whether anything may be decided on it.
struct Situation: Hashable, Sendable, Codable {
  private let rules: ParameterRules
  private let calendar: TradingCalendar
  private let settings: ControllerSettings

  private(set) var time = MarketTime.origin
  /// `nil` until the trader has said it, which blocks as any unknown does.
  private(set) var level: SafetyLevel?
  private(set) var inForce: ConfigurationApplied?
  /// Alerts that stand, of every kind, oldest first.
  private(set) var alerts: [Alert] = []

  init(profile: SymbolProfile, settings: ControllerSettings) {
    rules = profile.rules
    calendar = TradingCalendar(week: profile.week)
    self.settings = settings
  }

  mutating func advance(to time: MarketTime) {
    if time > self.time { self.time = time }
  }

  mutating func hear(_ report: SafetyReport) {
    level = report.level
  }

  /// - Returns: whether a person has approved what is in force since the trader's last event.
  mutating func hear(_ applied: ConfigurationApplied) -> Bool {
    let isApproval = inForce.map { applied.approvals > $0.approvals } ?? false
    inForce = applied
    return isApproval
  }

  mutating func hear(_ alert: Alert) {
    alerts.removeAll { $0.number == alert.number }
    if alert.phase == .raised { alerts.append(alert) }
  }

  static let unknownConfiguration = "the trader has not said which configuration is in force"

  /// Why nothing may be decided now, whatever it is; `nil` when something may.
  var obstacle: String? {
    guard let level else { return "the trader has not said its safety level" }
    guard level.allowsChanges else { return "the bot is \(level.name)" }
    guard inForce != nil else { return Self.unknownConfiguration }
    if let unknown = alerts.first(where: { $0.kind == .unknownInput }) {
      return "inputs are unknown (alert \(unknown.number))"
    }
    guard let toClose = calendar.minutesToClose(at: time.utc) else { return "the market is closed" }
    if toClose <= settings.minutesBeforeClose { return "the week is about to close" }
    let toRollover = calendar.minutesToRollover(at: time.utc)
    if min(toRollover, 24 * 60 - toRollover) <= settings.minutesAroundRollover { return "the rollover is near" }
    return nil
  }

  /// What the rules allow from here; `nil` while the configuration is unknown.
  var rule: TargetRule? {
    inForce.map { TargetRule(rules: rules, configuration: $0.configuration, approved: $0.approved) }
  }

  /// The approved value where the one in force lies below it; `nil` where there is nothing to return from.
  func loweredFrom(_ parameter: Parameter) -> ParameterValue? {
    guard let inForce, let present = inForce.configuration[parameter].quanta,
      let approved = inForce.approved[parameter].quanta, present < approved
    else { return nil }
    return inForce.approved[parameter]
  }
}
