import Domain
import ExperimentEngine
import GridTrading

/// A bot on a random walk, and an experimenter that listens to it as to the trader.
struct Bot {
  var core: ExperimentEngine
  var engine: GridEngine
  var random: SplitMix64
  var time = MarketTime(utc: 1_699_228_800_000, open: 0)
  var minute: Int64 = 0
  var log: [Effect] = []
  var version = ConfigurationVersion.first
  var approved: Configuration
  var bid: Int32 = 110_000
  var mayEnter = true
  var isBotBlind = false
  private var lastQuote: Quote?
  private var commands = 0

  init(
    seed: UInt64, settings: ExperimenterSettings = ExperimenterSettings(blockTime: 0), profile: SymbolProfile = .plain,
    configuration: Configuration? = nil
  ) {
    let configuration = configuration ?? profile.defaults
    core = ExperimentEngine(profile: profile, settings: settings)
    engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    approved = configuration
    random = SplitMix64(seed: seed)
    give(.event(.configurationApplied(announcement(change: nil))))
    level(.active)
  }

  mutating func give(_ content: Input.Content) {
    log += core.receive(Input(time: time, content: content))
  }

  mutating func level(_ level: SafetyLevel) {
    mayEnter = level.allowsEntries
    var fills: [Fill] = []
    if level == .halted, let lastQuote {
      engine.closeAll(at: lastQuote, reason: .flattened, fills: &fills)
      tell(fills)
    }
    give(.event(.safety(SafetyReport(level: level, trips: [], flatness: .notRequired))))
  }

  func announcement(change: ChangeID?) -> ConfigurationApplied {
    ConfigurationApplied(version: version, configuration: engine.configuration, approved: approved, change: change)
  }

  /// Market minutes of four quotes each: one by a jump and three on a path.
  mutating func trade(minutes: Int) {
    for _ in 0..<minutes {
      time.utc += MarketTime.minute
      time.open += MarketTime.minute
      minute += 1
      var quotes: [Quote] = []
      for part in 0..<4 {
        bid += Int32(random.next() % 81) - 40
        quotes.append(
          Quote(
            time: time.utc - MarketTime.minute + Int64(part) * 15_000, bid: Price(points: bid),
            ask: Price(points: bid + 10), path: part == 0 ? .jump : .continuous))
      }
      give(.event(.quotes(QuoteBatch(quotes: quotes))))
      lastQuote = quotes.last
      var gate = ShadowLikeGate(isOpen: mayEnter && !isBotBlind)
      var fills: [Fill] = []
      for quote in quotes { engine.step(quote, gate: &gate, fills: &fills) }
      tell(fills)
      give(.event(.minute(minute)))
      give(.endOfMinute(minute))
    }
  }

  private mutating func tell(_ fills: [Fill]) {
    for fill in fills {
      switch fill {
      case .opened(let trade): give(.event(.tradeOpened(trade)))
      case .closed(let trade): give(.event(.tradeClosed(trade)))
      case .skipped: break
      }
    }
  }

  /// A change's way as the experimenter sees it: staged by the optimizer, applied by the trader, published again.
  mutating func change(
    _ id: Int64, _ parameter: Parameter, to value: ParameterValue, purpose: ChangePurpose = .byHand
  ) {
    var record = ChangeRecord(
      id: ChangeID(id), stage: .staged, parameter: parameter, from: engine.configuration[parameter], to: value,
      target: value, purpose: purpose, by: .person("ana"), reason: "", evidence: "", proposedAt: time)
    give(.event(.change(record)))
    guard let next = engine.configuration.replacing(parameter, with: value) else { return }
    version = version.next
    engine.adopt(next, version: version)
    give(.event(.configurationApplied(announcement(change: ChangeID(id)))))
    record.version = version
    record.stage = purpose == .byHand ? .measuring : .kept
    give(.event(.change(record)))
  }

  mutating func end(_ id: Int64, as stage: ChangeStage) {
    give(
      .event(
        .change(
          ChangeRecord(
            id: ChangeID(id), stage: stage, parameter: .gridSpacing, from: .count(0), to: .count(0), target: .count(0),
            purpose: .byHand, by: .person("ana"), reason: "", evidence: "", version: version, proposedAt: time))))
  }

  @discardableResult
  mutating func command(_ command: Command, by origin: Origin = .role(.controller), id: String? = nil) -> Refusal? {
    commands += 1
    give(.command(id: id ?? "controller-\(commands)", command, from: origin))
    if case .answer(_, let refusal) = log.last { return refusal }
    return .unavailable("no answer was given")
  }

  @discardableResult
  mutating func experiment(
    _ parameter: Parameter, _ values: [ParameterValue], priority: Int = 0, id: String? = nil
  ) -> Refusal? {
    command(
      .startExperiment(
        ExperimentRequest(hypothesis: "better", parameter: parameter, values: values, priority: priority)), id: id)
  }

  var measurements: [MeasurementReport] {
    log.compactMap { if case .publish(.measurement(let report)) = $0 { report } else { nil } }
  }

  var experiments: [ExperimentReport] {
    log.compactMap { if case .publish(.experiment(let report)) = $0 { report } else { nil } }
  }
}

struct ShadowLikeGate: EntryGate {
  let isOpen: Bool
  mutating func permits(side: Side, quote: Quote) -> Bool { isOpen }
}

extension SymbolProfile {
  static let plain = make(commission: 0)
  /// Every trade costs eight pips beside the spread, so that trading less is better by far.
  static let dear = make(commission: 40_000 * 10)

  private static func make(commission: Int64) -> SymbolProfile {
    guard let symbol = Symbol("EURUSD") else { preconditionFailure("EURUSD is a symbol's name") }
    return SymbolProfile(
      symbol: symbol, version: 1, digits: 5, currency: "USD", pointValue: Money(micros: 10_000),
      contractSize: 100_000, medianSpread: Pips(1.0), spreadByHour: Array(repeating: Pips(1.0), count: 168),
      commission: Money(micros: commission), swapLong: .zero, swapShort: .zero, slippage: Pips(tenths: 0), leverage: 30,
      minimumStopDistance: Pips(tenths: 0), lotStep: Lots(hundredths: 1), week: TradingWeek(),
      defaults: Configuration(
        gridSpacing: Pips(20.0), takeProfit: Pips(20.0), stopLoss: Pips(40.0), lotSize: Lots(hundredths: 10),
        maxPositions: 10, maxSpread: Pips(2.0)),
      rules: .standard)
  }
}

extension ParameterValue {
  static func pips(_ number: Double) -> ParameterValue { .pips(Pips(number)) }
  static func hundredths(_ number: Int32) -> ParameterValue { .lots(Lots(hundredths: number)) }
}
