import Domain
import Foundation
import Safety
import Stack
import StopOnly
import Wire

/// A stack as it shows itself at one instant.
struct StackStatus: Encodable {
  struct Process: Encodable {
    var name: String
    /// `up`, `down`, `failed` (given up), `unsupervised` (nobody would start it again), `stop-only` (the trader cannot
    /// live; it closes what is open and takes stops).
    var state: String
    var pid: Int32?
    /// Whether its main loop answers now, and how long that took, in milliseconds.
    var answers: Bool
    var answeredIn: Double?
    /// How often it has been started.
    var epoch: Int64?
    /// The last market minute that it has finished.
    var minute: Int64?
    /// Stored inputs that it has set aside because they could not be judged; `nil` for none.
    var setAside: Int64?
  }

  struct StandingTrip: Encodable {
    var id: String
    var level: String
    var reason: String
    var by: String
    /// Milliseconds since 1970 UTC by the sender's clock, or market time in lockstep.
    var time: Int64
    /// How often it was repeated; of a trip `more-LEVEL` how many stops it stands for.
    var repeats: Int64
  }

  struct OpenAlert: Encodable {
    var number: Int64
    var kind: String
    var text: String
    /// When it was raised, market time in milliseconds since 1970 UTC.
    var time: Int64
  }

  /// What is open where the metrics do not say it: the trader is not heard, only stops, or is not flat after a halt.
  struct Open: Hashable, Encodable {
    /// Who says so: the trader, or the venue's own log.
    enum Source: String, Encodable {
      case trader
      case log = "venue log"
    }

    var by: Source
    /// By the venue's names.
    var orders: [String]
    /// Positions or lines of which nothing is known: each may be open.
    var unknown: Int
    /// Whether nothing at all is known.
    var isUnknown: Bool
    var text: String
  }

  struct RunningChange: Encodable {
    var change: Int64
    var stage: String
    var what: String
  }

  var directory: String
  var bot: String
  var symbol: String
  var pace: String
  var data: String
  var processes: [Process] = []
  /// As the trader says; as the latch says where it does not answer. `active` only where the trader trades.
  var level = "unknown"
  /// Whether the trader runs and answers: otherwise nobody looks after what is open, or only to close it.
  var traderIsHeard = false
  var trips: [StandingTrip] = []
  var flatness = "unknown"
  /// What is open; absent where the trader is heard and has nothing to verify: the metrics count it then.
  var open: Open?
  /// What a trader that cannot run closes; absent where the trader runs.
  var flatten: String?
  var version: Int64?
  var marketTime: String?
  var metrics: MetricsFigures?
  /// The market time of the metrics.
  var metricsTime: String?
  var alerts: [OpenAlert] = []
  /// Orders that are open at the venue and not the bot's.
  var foreign: [String] = []
  var changes: [RunningChange] = []

  init(_ directory: StateDirectory) async throws {
    self.init(try await StackReading(directory))
  }

  init(_ reading: StackReading) {
    directory = reading.directory
    bot = reading.bot
    switch reading.run {
    case .success(let manifest):
      symbol = manifest.symbol.name
      pace = manifest.pace.text
      data = manifest.feed.text
    case .failure(let error):
      symbol = "an unknown symbol"
      pace = "unknown"
      data = "\(RunManifest.fileName) CANNOT BE READ (\(error))"
    }
    for process in reading.processes { note(process) }
    let trader = processes[Role.trader.rank]
    let isStopOnly = trader.state == Supervisor.Module.State.stopOnly.rawValue
    traderIsHeard = trader.answers && !isStopOnly
    if isStopOnly { flatten = reading.flatten.rawValue }
    noteSafety(reading)
    foreign = reading.positions.foreign
    if !traderIsHeard {
      if trader.answers, level == SafetyLevel.active.name { level = Self.noStop }
      open = Open(reading.positions)
    }
    noteMetrics(reading)
    changes = Self.running(reading.changes)
  }

  private mutating func note(_ process: StackReading.Process) {
    let beat = process.beat
    let isStopOnly = beat?.isStopOnly ?? false
    let state = isStopOnly ? .stopOnly : process.module?.state ?? (process.owner == nil ? .down : .unsupervised)
    processes.append(
      Process(
        name: process.role.rawValue, state: state.rawValue, pid: process.owner ?? process.module?.pid,
        answers: process.answers, answeredIn: process.answers ? process.took : nil,
        epoch: isStopOnly ? nil : beat?.epoch, minute: beat?.minuteDone,
        setAside: beat.flatMap { $0.setAside > 0 ? $0.setAside : nil }))
    if process.role == .trader {
      version = beat?.version?.number
      if let level = beat?.level { self.level = level.name }
    }
  }

  private mutating func noteSafety(_ reading: StackReading) {
    if let report = reading.safety {
      flatness = report.flatness.word
      open = Open(report.flatness, bot: bot)
    } else if let latch = reading.latch, !processes[Role.trader.rank].answers {
      level = latch.level == .active ? "\(Self.noStop) by the latch" : "\(latch.level.name) by the latch"
    }
    trips = (reading.safety?.trips ?? reading.latch?.trips ?? []).map {
      StandingTrip(
        id: $0.id, level: $0.level.name, reason: $0.reason, by: $0.source, time: $0.time, repeats: $0.repeats)
    }
  }

  /// Nothing forbids to trade, and nobody trades.
  private static let noStop = "no stop"

  private mutating func noteMetrics(_ reading: StackReading) {
    marketTime = reading.latest[.trader]?.map(\.header.time).max().flatMap { $0.utc > 0 ? $0.text : nil }
    for message in reading.latest[.monitor] ?? [] {
      switch message.payload {
      case .event(.metrics(let snapshot)) where snapshot.window == .trades(100):
        metrics = MetricsFigures(snapshot)
        metricsTime = message.header.time.text
      case .event(.alert(let alert)) where alert.phase == .raised:
        alerts.append(
          OpenAlert(
            number: alert.number, kind: alert.kind.rawValue, text: alert.text, time: message.header.time.utc))
      default: break
      }
    }
    alerts.sort { $0.number < $1.number }
  }

  private static func running(_ changes: [ChangeRecord]) -> [RunningChange] {
    changes.filter { !$0.stage.isFinal }.map {
      RunningChange(
        change: $0.id.number, stage: $0.stage.rawValue, what: "\($0.parameter.rawValue) \($0.from) -> \($0.to)")
    }
  }
}
