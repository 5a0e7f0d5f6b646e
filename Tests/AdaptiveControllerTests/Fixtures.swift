import AdaptiveController
import Domain

/// EURUSD-like, with the standard rules.
let profile = SymbolProfile(
  symbol: Symbol("EURUSD")!, version: 1, digits: 5, currency: "USD", pointValue: Money(micros: 10_000),
  contractSize: 100_000, medianSpread: Pips(1), spreadByHour: Array(repeating: Pips(1), count: 168),
  commission: .zero, swapLong: .zero, swapShort: .zero, slippage: Pips(tenths: 0), leverage: 30,
  minimumStopDistance: Pips(0), lotStep: Lots(hundredths: 1), week: TradingWeek(),
  defaults: Configuration(
    gridSpacing: Pips(20), takeProfit: Pips(20), stopLoss: Pips(40), lotSize: Lots(hundredths: 10), maxPositions: 10,
    maxSpread: Pips(2)),
  rules: .standard)

let calendar = TradingCalendar(week: profile.week)

/// Monday, 2022-01-03 08:00 UTC.
let mondayMorning: Int64 = 1_641_196_800_000

extension [Effect] {
  var decisions: [Decision] {
    compactMap { if case .publish(.decision(let decision)) = $0 { decision } else { nil } }
  }
  var reports: [ControllerReport] {
    compactMap { if case .publish(.report(let report)) = $0 { report } else { nil } }
  }
  var sent: [(id: String, command: Command)] {
    compactMap { if case .send(let id, let command) = $0 { (id, command) } else { nil } }
  }
  var proposals: [Proposal] {
    sent.compactMap { if case .propose(let proposal) = $0.command { proposal } else { nil } }
  }
  var experiments: [ExperimentRequest] {
    sent.compactMap { if case .startExperiment(let request) = $0.command { request } else { nil } }
  }
  var holds: [String] {
    decisions.compactMap { if case .hold(let reason) = $0.action { reason } else { nil } }
  }
}

/// A controller in normal operation, and what surrounds it.
struct Desk {
  var controller: AdaptiveController
  var utc = mondayMorning
  var minute: Int64 = 0
  var configuration = profile.defaults
  var approved = profile.defaults
  var version: Int64 = 1
  var lastChange: Int64 = 0
  var effects: [Effect] = []

  init(_ settings: ControllerSettings = ControllerSettings(), level: SafetyLevel? = .active) {
    controller = AdaptiveController(profile: profile, settings: settings)
    if let level { hear(safety(level)) }
    tellConfiguration()
  }

  func safety(_ level: SafetyLevel) -> Event {
    .safety(SafetyReport(level: level, trips: [], flatness: .notRequired))
  }

  mutating func tellConfiguration() {
    hear(
      .configurationApplied(
        ConfigurationApplied(
          version: ConfigurationVersion(version), configuration: configuration, approved: approved, change: nil)))
  }

  mutating func start(epoch: Int64) {
    effects += controller.receive(Input(time: calendar.marketTime(at: utc), content: .started(epoch: epoch)))
  }

  mutating func hear(_ event: Event) {
    effects += controller.receive(Input(time: calendar.marketTime(at: utc), content: .event(event)))
  }

  /// Ends this minute, and as many quiet ones as are asked for.
  mutating func minutes(_ count: Int = 1) {
    for _ in 0..<count {
      minute += 1
      effects += controller.receive(Input(time: calendar.marketTime(at: utc), content: .endOfMinute(minute)))
      utc += 60_000
    }
  }

  mutating func alert(
    _ number: Int64, _ kind: Alert.Kind, _ phase: Alert.Phase = .raised, session: TradingSession? = nil
  ) {
    hear(
      .alert(
        Alert(
          number: number, kind: kind, phase: phase, measured: .value(1), threshold: 1, session: session,
          text: "measured")))
  }

  /// The optimizer carries a proposal out in one step, or ends it otherwise.
  mutating func answer(_ proposal: Proposal, _ stage: ChangeStage, refusal: Refusal? = nil) {
    lastChange += 1
    let now = calendar.marketTime(at: utc)
    var record = ChangeRecord(
      id: ChangeID(lastChange), stage: .proposed, parameter: proposal.parameter,
      from: configuration[proposal.parameter], to: proposal.target, target: proposal.target, purpose: proposal.purpose,
      by: .role(.controller), reason: proposal.reason, evidence: proposal.evidence, proposedAt: now)
    hear(.change(record))
    if stage == .kept {
      configuration = configuration.replacing(proposal.parameter, with: proposal.target)!
      version += 1
      tellConfiguration()
    }
    record.stage = stage
    record.refusal = refusal
    hear(.change(record))
  }

  mutating func experiment(
    _ id: Int64, _ stage: ExperimentReport.Stage, _ parameter: Parameter, _ values: [ParameterValue],
    winner: Int? = nil
  ) {
    hear(
      .experiment(
        ExperimentReport(
          id: ExperimentID(id), stage: stage, hypothesis: "",
          candidates: values.map {
            ExperimentReport.Candidate(
              parameter: parameter, value: $0, blocks: 0, meanPerBlock: .undefined, lowerBound: .undefined,
              upperBound: .undefined, logEValue: 0, correlation: .undefined)
          }, winner: winner, level: 0.05, trades: 0, startedAt: calendar.marketTime(at: utc), endedAt: nil,
          conclusion: "ended")))
  }

  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }
}

extension ExperimentRequest {
  /// Of candidates that differ in one parameter.
  var parameter: Parameter { candidates[0][0].parameter }
  var values: [ParameterValue] { candidates.map { $0[0].value } }
}
