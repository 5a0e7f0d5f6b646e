import AdaptiveController
import Domain
import Evaluation
import ExperimentEngine
import GridTrading
import MarketFeeds
import ReferenceBot

/// A stack in lockstep on a synthetic market, with everything that it said.
struct Journey {
  var stack: LockstepStack
  private var market: SyntheticMarket
  private(set) var reports: [ExperimentReport] = []
  private(set) var applied: [ConfigurationApplied] = []
  private(set) var incidents: [Incident] = []
  private(set) var told: [String] = []
  /// Everything that was published.
  private(set) var events: [Event] = []
  private var records: [ChangeID: ChangeRecord] = [:]
  private var commands = 0

  /// A grid so narrow that its costs eat it up, and rules that need few trades.
  static func narrow(
    seed: UInt64 = 5, alpha: Double = 0.05, rampTurnTrades: Int = 5, rampPairs: Int = 8
  ) throws -> Journey {
    var profile = try TestMarket.profile()
    profile.commission = Money(micros: 400_000)
    var configuration = profile.defaults
    configuration.gridSpacing = Pips(12.0)
    var settings = TunerSettings()
    settings.controller.policies = []
    settings.trader.initialBalance = Money(micros: 1_000_000_000_000)
    settings.experimenter = ExperimenterSettings(
      blockTrades: 20, blockTime: 0, measurementBlockTrades: 5, alpha: alpha, runSpreads: 80, jumpSpreads: 30,
      rampTurnTrades: rampTurnTrades, rampPairs: rampPairs, holdbackTrades: 400, seed: 3)
    return Journey(profile: profile, configuration: configuration, settings: settings, seed: seed)
  }

  /// - Parameter seed: of the market; for what `run(minutes:)` trades.
  init(profile: SymbolProfile, configuration: Configuration, settings: TunerSettings, seed: UInt64 = 1) {
    stack = settings.stack(profile: profile, configuration: configuration)
    market = SyntheticMarket(
      profile: profile, settings: SyntheticSettings(volatility: 500), seed: seed)
    observing { stack, observe in stack.start(observe: observe) }
  }

  private mutating func observing(_ body: (inout LockstepStack, (Event, MarketTime) -> Void) -> Void) {
    var seen: [(Event, MarketTime)] = []
    body(&stack) { event, time in
      events.append(event)
      switch event {
      case .experiment, .change, .configurationApplied, .incident, .decision: seen.append((event, time))
      default: break
      }
    }
    for (event, time) in seen {
      switch event {
      case .experiment(let report):
        reports.append(report)
        told.append("\(time.open / 60_000) \(report.stage) \(report.trades) \(report.ramp?.turn ?? -1)")
      case .change(let record):
        records[record.id] = record
        told.append("\(time.open / 60_000) change \(record.id) \(record.purpose) \(record.to) \(record.stage)")
      case .configurationApplied(let configuration): applied.append(configuration)
      case .incident(let incident): incidents.append(incident)
      case .decision(let decision): told.append("\(time.open / 60_000) \(decision.action)")
      default: break
      }
    }
  }

  /// Runs until `isDone` of the last report or so many minutes.
  mutating func run(minutes: Int, until isDone: (ExperimentReport) -> Bool = { _ in false }) {
    var quotes: [Quote] = []
    for _ in 0..<minutes {
      guard market.next(into: &quotes) != nil else { return }
      run(quotes)
      if let last = reports.last, isDone(last) { return }
    }
  }

  /// Runs one minute.
  mutating func run(_ quotes: [Quote]) {
    let batch = QuoteBatch(quotes: quotes)
    observing { stack, observe in stack.run(batch, observe: observe) }
  }

  mutating func start(_ candidates: [[ParameterSetting]]) {
    submit(.startExperiment(ExperimentRequest(hypothesis: "better", candidates: candidates, priority: 0)))
  }

  mutating func cancel(_ id: ExperimentID) {
    submit(.cancelExperiment(id, reason: "enough"))
  }

  /// Restarts one process, as after a crash.
  mutating func restart(_ role: Role) {
    observing { stack, observe in stack.restart(role, observe: observe) }
  }

  mutating func submit(_ command: Command) {
    commands += 1
    stack.submit(command, id: "person-\(commands)", by: "ana")
  }

  /// The stages in their order, each once.
  var stages: [ExperimentReport.Stage] {
    reports.map(\.stage).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The ramp's turns in their order.
  var turns: [LiveRampReport] {
    reports.compactMap(\.ramp).reduce(into: []) { if $0.last?.turn != $1.turn { $0.append($1) } }
  }

  /// The last word on each change, in order of number.
  var changes: [ChangeRecord] { records.values.sorted { $0.id < $1.id } }
}
