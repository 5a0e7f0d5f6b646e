import Domain
import Foundation
import Runtime
import Safety
import Stack
import StopOnly
import Wire

@testable import sotano

extension StackReading {
  /// A state of a stack that somebody may be shown.
  enum Scene: String, CaseIterable, Sendable {
    case healthy
    /// The experimenter runs and answers nothing.
    case frozenBySilence = "frozen-by-silence"
    /// Every process answers, and one of them hears nothing.
    case blindPeer = "blind-peer"
    /// The account has a position that is not the bot's.
    case foreignPosition = "foreign-position"
    case haltedNotFlat = "halted-not-flat"
    case haltedFlat = "halted-flat"
    /// Given up, with positions open; nothing but the venue's log says of them.
    case traderDown = "trader-down"
    /// Given up, and running to close.
    case stopOnly = "stop-only"
    /// The data has ended, and everybody has followed.
    case lockstepDone = "lockstep-done"
    case allDown = "all-down"
    case runUnreadable = "run-unreadable"

    var file: String { "status-\(rawValue).txt" }
  }

  /// Where the stack of the golden texts lies.
  static let placeOfGolden = "/srv/sotano"

  init(_ scene: Scene, in stack: TemporaryStack) throws {
    let directory = StateDirectory(path: stack.directory)
    try directory.prepare()
    self = try .healthy(in: directory)
    switch scene {
    case .healthy: break
    case .frozenBySilence:
      trader(says: .frozen)
      processes[Role.experimenter.rank].beat = nil
    case .blindPeer:
      trader(says: .frozen)
      processes[Role.controller.rank].beat?.setAside = 2
    case .foreignPosition:
      trader(says: .frozen)
      try stack.write(Self.accepted(["other-7"]), to: "venue.jsonl")
      positions = OpenPositions(directory)
    case .haltedNotFlat:
      trader(
        says: .halted, [Self.operatorsHalt],
        .notFlat(open: [TradeID(20), TradeID(22)], unreachable: false, unknown: 1))
    case .haltedFlat:
      trader(says: .halted, [Self.monitorsStop, Self.operatorsHalt], .verifiedFlat)
    case .traderDown: try loseTrader(stack, directory)
    case .stopOnly:
      trader(says: .active)
      processes[Role.trader.rank].beat?.isStopOnly = true
      processes[Role.trader.rank].module?.state = .stopOnly
      flatten = .halted
      try stack.write(Self.accepted(["grid-20"]), to: "venue.jsonl")
      positions = OpenPositions(directory)
    case .lockstepDone: try finish()
    case .allDown: try end()
    case .runUnreadable:
      try end()
      run = .failure(.missing(path: "\(Self.placeOfGolden)/run.json"))
    }
  }

  private static func healthy(in directory: StateDirectory) throws -> StackReading {
    let manifest = try RunPlan(pace: "60", seed: 1).result().manifest
    // The run says which positions are the bot's.
    try manifest.encoded().write(to: URL(fileURLWithPath: "\(directory.path)/run.json"))
    let processes = Role.allCases.map { role in
      Process(
        role: role, module: Supervisor.Module(role: role, state: .up, pid: pid(role), isReady: true),
        owner: pid(role), beat: beat(role), took: 0.21 + Double(role.rank) / 10)
    }
    var reading = StackReading(
      directory: placeOfGolden, bot: "grid", run: .success(manifest), flatten: .always, processes: processes,
      positions: OpenPositions(directory),
      latest: [.trader: [try YearOfChanges.envelope(.minute(412), YearOfChanges.time("2024-01-01 06:52"))]],
      changes: [])
    reading.trader(says: .active)
    reading.latest[.monitor] = [try YearOfChanges.envelope(.metrics(metrics), YearOfChanges.time("2024-01-01 06:52"))]
    return reading
  }

  private static func pid(_ role: Role) -> Int32 { 4101 + Int32(role.rank) }

  private static func beat(_ role: Role) -> Beat {
    Beat(
      role: role, epoch: role == .monitor ? 2 : 1, headSequence: 900, minuteDone: 412,
      version: role == .trader ? .first : nil, level: role == .trader ? .active : nil, build: "build",
      configurationHash: [])
  }

  private static let metrics = MetricsSnapshot(
    window: .trades(100), trades: 100, wins: 64, winRate: .value(0.64), winRateLow: .value(0.542),
    winRateHigh: .value(0.727), profitFactor: .value(1.183), expectancy: .value(0.92), averageWin: .value(19.1),
    averageLoss: .value(31.4), net: Money(micros: 92_400_000), losingStreak: 4,
    account: AccountMetrics(
      equity: .value(10_061.4), drawdown: .value(48.2), drawdownPercent: .value(0.476), maximumDrawdown: .value(112),
      underwater: 5_400_000, openTrades: 3, oldestTrade: 7_200_000, exposure: 30, spread: .value(1.1)))

  private static let operatorsHalt = Trip(
    id: "operator-1704092000000-77", level: .halted, reason: "the news at seven", source: "Ana",
    time: 1_704_092_000_000, repeats: 2)
  private static let monitorsStop = Trip(
    id: "monitor-3", level: .reducing, reason: "drawdown 6.1 %, more than 6.0 %", source: "monitor",
    time: 1_704_091_000_000)

  private mutating func trader(says level: SafetyLevel, _ trips: [Trip] = [], _ flatness: Flatness = .notRequired) {
    processes[Role.trader.rank].beat?.level = level
    safety = SafetyReport(level: level, trips: trips, flatness: flatness)
  }

  /// Lines of the venue's log.
  private static func accepted(_ orders: [String]) -> String {
    orders.map {
      #"{"event":"accepted","lots":"0.10","order":"\#($0)","price":110000,"side":"buy","stopLoss":109000,"#
        + #""takeProfit":111000,"time":1704091000000}"# + "\n"
    }.joined()
  }

  private mutating func loseTrader(_ stack: TemporaryStack, _ directory: StateDirectory) throws {
    processes[Role.trader.rank] = Process(
      role: .trader, module: Supervisor.Module(role: .trader, state: .failed, pid: nil, isReady: false), took: 0)
    safety = nil
    latest[.trader] = nil
    try stack.write(Self.accepted(["grid-20", "grid-21"]), to: "venue.jsonl")
    positions = OpenPositions(directory)
    try Latch(directory: directory.latch).record(Self.monitorsStop)
    latch = Latch(directory: directory.latch).read()
    latest[.monitor]?.append(
      try YearOfChanges.envelope(
        .alert(
          Alert(
            number: 3, kind: .drawdownLimit, phase: .raised, measured: .value(6.1), threshold: 6,
            text: "drawdown 6.1 %, more than 6.0 %")), YearOfChanges.time("2024-01-01 06:36")))
  }

  private mutating func finish() throws {
    run = .success(try YearOfChanges.manifest())
    for role in Role.allCases { processes[role.rank].beat?.minuteDone = 372_960 }
    processes[Role.trader.rank].beat?.version = ConfigurationVersion(7)
    let end = YearOfChanges.time("2022-12-30 21:59")
    latest[.trader] = [try YearOfChanges.envelope(.minute(372_960), end)]
    latest[.monitor] = [try YearOfChanges.envelope(.metrics(Self.metrics), end)]
    changes = latestRecords(try YearOfChanges.records())
  }

  private mutating func end() throws {
    for role in Role.allCases {
      processes[role.rank] = Process(
        role: role, module: Supervisor.Module(role: role, state: .down, pid: nil, isReady: false), took: 0)
    }
    (safety, latch, latest) = (nil, .clear, [:])
  }
}
