import Domain
import Foundation
import LiveOptimizer

/// A market, a trader and an optimizer that talk in lockstep: what is sent in one minute is answered in the next.
struct Stage {
  var optimizer: LiveOptimizer
  var trader = StubTrader()
  var time = MarketTime(utc: 1_700_000_000_000, open: 1_000_000_000)
  var minute: Int64 = 0
  var log: [Effect] = []
  var inbox: [(id: String, request: ApplyRequest)] = []
  /// The trader hears nothing while true.
  var isTraderAway = false
  private var commands = 0

  init(settings: OptimizerSettings = OptimizerSettings(), starts: Bool = true) {
    optimizer = LiveOptimizer(profile: .test, settings: settings)
    guard starts else { return }
    give(.started(epoch: 1))
    give(.event(.configurationApplied(trader.announcement)))
    level(.active)
  }

  mutating func give(_ content: Input.Content) {
    let effects = optimizer.receive(Input(time: time, content: content))
    log += effects
    for case .send(let id, .apply(let request)) in effects { inbox.append((id, request)) }
  }

  mutating func level(_ level: SafetyLevel) {
    trader.level = level
    give(.event(.safety(SafetyReport(level: level, trips: [], flatness: .notRequired))))
  }

  /// Lets market minutes pass; the trader answers what was sent before each.
  mutating func pass(minutes: Int) {
    for _ in 0..<minutes {
      time.utc += MarketTime.minute
      time.open += MarketTime.minute
      minute += 1
      deliver()
      give(.endOfMinute(minute))
    }
  }

  mutating func deliver() {
    guard !isTraderAway else { return }
    let requests = inbox
    inbox.removeAll()
    for (_, request) in requests { give(.event(trader.answer(request, now: time))) }
  }

  /// Closed trades of the bot, to age what counts trades.
  mutating func closeTrades(_ count: Int, open: Int = 1, spread: Int32 = 10) {
    for number in 0..<count {
      give(.event(.entries(EntrySummary(opened: open, widestSpread: Pips(tenths: spread)))))
      let trades = (0..<open).map { _ in StubTrader.trade(Int64(number)) }
      for trade in trades { give(.event(.tradeOpened(trade))) }
      for trade in trades {
        give(
          .event(
            .tradeClosed(
              ClosedTrade(
                trade: trade, exitTime: time.utc, exitPrice: trade.takeProfit, reason: .takeProfit, profit: .zero))))
      }
    }
  }

  /// - Returns: the refusal that answers the command, `nil` for success.
  @discardableResult
  mutating func command(_ command: Command, by origin: Origin = .person("ana"), id: String? = nil) -> Refusal? {
    commands += 1
    let id = id ?? "person-\(commands)"
    give(.command(id: id, command, from: origin))
    for case .answer(id, let refusal) in log.reversed() { return refusal }
    return .unavailable("no answer was given")
  }

  @discardableResult
  mutating func propose(
    _ parameter: Parameter, _ target: ParameterValue, _ purpose: ChangePurpose = .byHand,
    by origin: Origin = .person("ana")
  ) -> Refusal? {
    command(
      .propose(
        Proposal(parameter: parameter, target: target, purpose: purpose, reason: "because", evidence: "numbers")),
      by: origin)
  }

  mutating func measure(
    _ change: Int64, _ finding: MeasurementReport.Finding, trades: Int, blocks: Int? = nil
  ) {
    guard let version = records.last(where: { $0.id == ChangeID(change) && $0.version != nil })?.version else { return }
    give(
      .event(
        .measurement(
          MeasurementReport(
            change: ChangeID(change), version: version, finding: finding, blocks: blocks ?? trades / 10, trades: trades,
            difference: Money(micros: -5_000_000), meanPerBlock: .value(-1), lowerBound: .value(-2),
            upperBound: .value(-0.5), logHarm: 3.5, logGain: -2, margin: 0.5))))
  }

  var records: [ChangeRecord] {
    log.compactMap { if case .publish(.change(let record)) = $0 { record } else { nil } }
  }

  /// The stages that a change went through, in order.
  func life(_ change: Int64) -> [ChangeStage] { records.filter { $0.id == ChangeID(change) }.map(\.stage) }

  func last(_ change: Int64) -> ChangeRecord? { records.last { $0.id == ChangeID(change) } }

  var requests: [ApplyRequest] {
    log.compactMap { if case .send(_, .apply(let request)) = $0 { request } else { nil } }
  }
}

/// The trader's side of a change: compare-and-set on the version, the fence, and the limits again.
struct StubTrader {
  var configuration = SymbolProfile.test.defaults
  var approved = SymbolProfile.test.defaults
  var version = ConfigurationVersion.first
  var fence: Int64 = 0
  var level = SafetyLevel.active
  var lastChanged: [Parameter: Int64] = [:]
  var done: [ConfigurationApplied] = []
  var approvals: Int64 = 0

  var announcement: ConfigurationApplied {
    ConfigurationApplied(
      version: version, configuration: configuration, approved: approved, change: nil, approvals: approvals)
  }

  mutating func approve() {
    approved = configuration
    approvals += 1
  }

  mutating func answer(_ request: ApplyRequest, now: MarketTime) -> Event {
    func refused(_ refusal: Refusal) -> Event {
      .configurationRefused(ConfigurationRefused(change: request.change, refusal: refusal))
    }
    if request.fence < fence { return refused(.staleEpoch(writer: request.fence, fence: fence)) }
    fence = request.fence
    if var before = done.first(where: { $0.change == request.change }) {
      (before.approved, before.approvals) = (approved, approvals)
      return .configurationApplied(before)
    }
    if request.expected != version { return refused(.staleVersion(expected: request.expected, actual: version)) }
    let limits = ChangeLimits(
      rules: .standard, current: configuration, approved: approved, lastChanged: lastChanged, safety: level)
    if case .failure(let refusal) = limits.check(
      request.parameter, to: request.value, purpose: request.purpose, now: now)
    {
      return refused(refusal)
    }
    let next = configuration.replacing(request.parameter, with: request.value) ?? configuration
    if request.approvals < approvals, configuration.risk(of: next) != .lowers {
      return refused(.approvedSince(plannedUnder: request.approvals, approvals: approvals))
    }
    configuration = next
    version = version.next
    lastChanged[request.parameter] = now.open
    let applied = ConfigurationApplied(
      version: version, configuration: configuration, approved: approved, change: request.change,
      approvals: approvals)
    done.append(applied)
    return .configurationApplied(applied)
  }

  static func trade(_ number: Int64) -> OpenTrade {
    OpenTrade(
      id: TradeID(number), side: .buy, lots: Lots(hundredths: 10), entryTime: 0, entryPrice: Price(points: 100_000),
      stopLoss: Price(points: 99_600), takeProfit: Price(points: 100_200), version: .first)
  }
}

extension SymbolProfile {
  static let test: SymbolProfile = {
    guard let symbol = Symbol("EURUSD") else { preconditionFailure("EURUSD is a symbol's name") }
    return SymbolProfile(
      symbol: symbol, version: 1, digits: 5, currency: "USD", pointValue: Money(micros: 10_000),
      contractSize: 100_000, medianSpread: Pips(1.0), spreadByHour: Array(repeating: Pips(1.0), count: 168),
      commission: .zero, swapLong: .zero, swapShort: .zero, slippage: Pips(tenths: 0), leverage: 30,
      minimumStopDistance: Pips(tenths: 0), lotStep: Lots(hundredths: 1), week: TradingWeek(),
      defaults: Configuration(
        gridSpacing: Pips(20.0), takeProfit: Pips(20.0), stopLoss: Pips(40.0), lotSize: Lots(hundredths: 10),
        maxPositions: 10, maxSpread: Pips(2.0)),
      rules: .standard)
  }()
}

extension ParameterValue {
  static func pips(_ number: Double) -> ParameterValue { .pips(Pips(number)) }
  static func hundredths(_ number: Int32) -> ParameterValue { .lots(Lots(hundredths: number)) }
}
