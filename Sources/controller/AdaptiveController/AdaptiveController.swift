package import Domain

/// Decides: takes in alerts and verdicts, asks its policies, and sends proposals and experiments, one thing at a time.
///
/// It changes nothing itself. Every target it names lies within the rules of the symbol, every decision is published with
/// its trigger, and while the bot is not plainly in normal operation it only says why it waits.
package struct AdaptiveController: Core {
  package static let role = Role.controller
  package static let hears: Set<EventKind> = [
    .tradeClosed, .safety, .configurationApplied, .minute, .alert, .experiment, .change,
  ]

  package let profile: SymbolProfile
  package let settings: ControllerSettings
  let calendar: TradingCalendar

  /// Of the present start; part of its commands' names.
  var epoch: Int64 = 0
  var time = MarketTime.origin
  /// `nil` until the trader has said it, which blocks as any unknown does.
  var level: SafetyLevel?
  var inForce: ConfigurationApplied?
  /// Alerts that stand, of every kind, oldest first.
  var alerts: [Alert] = []
  /// One a policy, in the order of the settings.
  var runs: [PolicyRun]
  var requests = Requests()
  /// What an experiment found and what is still to be proposed of it, the live ramp first.
  var promotions: [Promotion] = []
  var lastPromoted = ExperimentID(0)

  var lastDecision: Decision?
  var lastCommand: Int64 = 0
  var lastReport: ControllerReport?
  /// Whether anything came that a report could show.
  var hasNews = true
  /// Open-market milliseconds.
  var nextReport: Int64 = 0
  var closedTrades = 0
  var hasPlanted = false

  struct Promotion: Hashable, Sendable, Codable {
    var parameter: Parameter
    var value: ParameterValue
    var evidence: String
    /// The experiment, where this is its first parameter, whose first step is the live ramp.
    var ramp: ExperimentID?
    var heldFor: String?
    /// Open-market time before which it is not proposed again.
    var notBefore: Int64 = .min
  }

  package init(profile: SymbolProfile, settings: ControllerSettings) {
    self.profile = profile
    self.settings = settings
    calendar = TradingCalendar(week: profile.week)
    runs = settings.policies.map { _ in PolicyRun() }
  }

  package mutating func receive(_ input: Input) -> [Effect] {
    if input.time > time { time = input.time }
    switch input.content {
    case .event(let event):
      hear(event)
      return []
    case .command(let id, _, _):
      return [.answer(id: id, .notAuthorised("the controller takes no such request"))]
    case .endOfMinute:
      var effects: [Effect] = []
      decide(effects: &effects)
      plant(&effects)
      report(effects: &effects)
      return effects
    case .started(let epoch):
      self.epoch = epoch
      return []
    case .silence: return []
    }
  }

  private mutating func hear(_ event: Event) {
    switch event {
    case .safety, .alert, .change, .experiment: hasNews = true
    default: break
    }
    switch event {
    case .safety(let report): level = report.level
    case .configurationApplied(let applied):
      // What is left of a promotion after its ramp is nothing that the person has seen.
      if let before = inForce, applied.approvals > before.approvals { promotions.removeAll { $0.ramp == nil } }
      inForce = applied
    case .alert(let alert): hear(alert)
    case .change(let record): end(requests.hear(record, at: time.open))
    case .experiment(let report): hear(report)
    case .tradeClosed: closedTrades += 1
    default: break
    }
  }

  private mutating func hear(_ alert: Alert) {
    alerts.removeAll { $0.number == alert.number }
    if alert.phase == .raised { alerts.append(alert) }
    for index in runs.indices where settings.policies[index].trigger == alert.kind {
      runs[index].take(alert.phase == .raised ? .raised(alert) : .cleared(alert), of: settings.policies[index])
    }
  }

  private mutating func hear(_ report: ExperimentReport) {
    end(requests.hear(report, at: time.open))
    if report.stage.isFinal, report.stage != .promoted { promotions.removeAll() }
    guard report.stage == .liveRamp, report.id > lastPromoted, let winner = report.winner,
      report.candidates.indices.contains(winner)
    else { return }
    lastPromoted = report.id
    let evidence = "experiment \(report.id): \(report.story.last ?? report.conclusion)"
    promotions = report.candidates[winner].settings.enumerated().map { place, setting in
      Promotion(
        parameter: setting.parameter, value: setting.value, evidence: evidence, ramp: place == 0 ? report.id : nil)
    }
  }

  private mutating func end(_ ended: (request: Request, outcome: Outcome)?) {
    if let ended, let again = ended.request.promotion, case .refused(let refusal) = ended.outcome,
      let pause = refusal.pause(otherwise: settings.answerTime)
    {
      promotions.insert(again, at: 0)
      promotions[0].notBefore = time.open + pause
    }
    guard let ended, let index = settings.policies.firstIndex(where: { $0.name == ended.request.policy })
    else { return }
    let policy = settings.policies[index]
    switch ended.outcome {
    case .kept: runs[index].noteKept()
    case .reverted: runs[index].noteReverted(at: time.open, policy: policy, longest: settings.longestBackOff)
    case .refused(let refusal):
      guard let pause = refusal.pause(otherwise: settings.answerTime), let move = ended.request.move(of: policy)
      else { return }
      runs[index].pausedUntil = time.open + pause
      runs[index].take(.refused(move: move), of: policy)
    case .nothing: break
    }
  }
}
