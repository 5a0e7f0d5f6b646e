import Domain

/// What the trader has said last: its safety level, the configuration in force, and when each parameter last changed.
///
/// The trader is right, whatever this side remembers. What it has not published yet blocks changes, as any unknown
/// does.
struct TraderWord: Hashable, Sendable, Codable {
  /// What another event about the configuration brings.
  struct News {
    let now: ConfigurationApplied
    let before: ConfigurationApplied?

    /// Whether a person has approved what is in force since the event before.
    var isApproval: Bool { before.map { now.approvals > $0.approvals } ?? false }
    /// Whether a change, and not a turn of a ramp, has brought another version.
    var isMove: Bool { before.map { now.version != $0.version && now.turn == nil } ?? false }
  }

  private let rules: ParameterRules
  /// `nil` before the trader's first word.
  private(set) var safety: SafetyLevel?
  /// `nil` before the trader's first word.
  private(set) var inForce: ConfigurationApplied?
  private var changeTimes = ChangeTimes()
  /// Rises with every event about the configuration: a step that was judged under one number holds until the next.
  private(set) var number = 0

  init(rules: ParameterRules) {
    self.rules = rules
  }

  mutating func hear(_ report: SafetyReport) {
    safety = report.level
  }

  /// - Returns: `nil` for an outdated event.
  mutating func hear(_ now: ConfigurationApplied, at time: MarketTime) -> News? {
    // A duplicate request is acknowledged with the version that it had made, which may be outdated by now.
    if let inForce, now.change != nil, now.turn == nil, now.version < inForce.version { return nil }
    let news = News(now: now, before: inForce)
    if news.isMove, let before = inForce {
      for parameter in Parameter.allCases where before.configuration[parameter] != now.configuration[parameter] {
        changeTimes.set(parameter, open: time.open)
      }
    }
    inForce = now
    number += 1
    return news
  }

  var allowsChanges: Bool { safety?.allowsChanges ?? false }

  func requireActive() throws(Refusal) {
    guard let safety else { throw .unknownInputs("the trader has not said its safety level") }
    guard safety.allowsChanges else { throw .safety(safety) }
  }

  func requireInForce() throws(Refusal) -> ConfigurationApplied {
    guard let inForce else { throw .unknownInputs("the trader has not said which configuration is in force") }
    return inForce
  }

  /// The limits from here, of a bot in normal operation; `nil` while the configuration is unknown.
  var limits: ChangeLimits? {
    inForce.map {
      ChangeLimits(
        rules: rules, current: $0.configuration, approved: $0.approved, lastChanged: changeTimes.byParameter,
        safety: .active)
    }
  }

  /// The one judgement of a plan's next step on this side; the trader makes its own before it applies the step.
  ///
  /// - Throws: what is against the plan as a whole.
  func judge(_ plan: ChangePlan, at time: MarketTime) throws(Refusal) -> StepJudgement {
    try requireActive()
    guard let limits else { throw .unknownInputs("the trader has not said which configuration is in force") }
    var judgement = try limits.judge(plan.parameter, toward: plan.target, purpose: plan.purpose, now: time)
    // What a policy lowers keeps the cooldown, which the trader does not ask of it.
    if plan.purpose == .lowerRisk, !plan.by.isPerson, let left = limits.cooldownLeft(of: plan.parameter, now: time) {
      judgement.verdict = .failure(.cooldown(parameter: plan.parameter, remaining: left))
    }
    return judgement
  }

  func lowersRisk(_ parameter: Parameter, to target: ParameterValue) -> Bool {
    guard let now = inForce?.configuration, let next = now.replacing(parameter, with: target) else { return false }
    return now.risk(of: next) == .lowers
  }
}

/// Open-market times by parameter, in an order of their own so that equal states encode to equal bytes.
private struct ChangeTimes: Hashable, Sendable, Codable {
  private var entries: [Entry] = []

  private struct Entry: Hashable, Sendable, Codable {
    var parameter: Parameter
    var open: Int64
  }

  mutating func set(_ parameter: Parameter, open: Int64) {
    entries.removeAll { $0.parameter == parameter }
    entries.append(Entry(parameter: parameter, open: open))
  }

  var byParameter: [Parameter: Int64] {
    Dictionary(entries.map { ($0.parameter, $0.open) }) { _, last in last }
  }
}
