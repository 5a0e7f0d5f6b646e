package import Domain
import GridTrading
import Statistics

/// Runs every shadow: the incumbent's for ever, a pair for each applied change, and the arms of the experiment.
///
/// All of them take the bot's own quotes, adopt its configurations when it does and enter when it may, so that the only
/// difference between two arms is the value that they are compared for.
package struct ExperimentEngine: Core {
  package static let role = Role.experimenter
  package static let hears: Set<EventKind> = [
    .quotes, .tradeOpened, .tradeClosed, .safety, .configurationApplied, .minute, .change,
  ]

  package let profile: SymbolProfile
  package let settings: ExperimenterSettings
  package internal(set) var time = MarketTime.origin
  package internal(set) var fidelity = Fidelity()
  var mayEnter = false
  var inForce: ConfigurationApplied?
  var incumbent: GridEngine?
  var lastQuote: Quote?
  var measurements: [Measurement] = []
  var experiment: Experiment?
  var predecessor: Predecessor?
  /// Experiments that wait, highest priority first, then oldest.
  var queue: [QueuedExperiment] = []
  /// Changes on their way that no shadow has to speak about.
  var unmeasured: [ChangeID] = []
  var lastExperiment: Int64 = 0
  var levels: ELond
  var quarter: Int64 = 0
  var answers: [Answered] = []
  private let calendar: TradingCalendar
  private var closingLookedAt: Int64 = 0
  private var wasClosing = false
  /// Kept between quotes so that a quiet one allocates nothing; empty between inputs.
  var fills: [Fill] = []

  private enum CodingKeys: String, CodingKey {
    case profile, settings, time, fidelity, mayEnter, inForce, incumbent, lastQuote, measurements, experiment, queue,
      predecessor
    case unmeasured, lastExperiment, levels, quarter, answers, calendar, closingLookedAt, wasClosing
  }

  package init(profile: SymbolProfile, settings: ExperimenterSettings) {
    self.profile = profile
    self.settings = settings
    levels = ELond(alpha: settings.falseDiscoveryRate)
    calendar = TradingCalendar(week: profile.week)
  }

  package mutating func receive(_ input: Input) -> [Effect] {
    if input.time > time { time = input.time }
    switch input.content {
    case .event(.quotes(let batch)): return trade(batch)
    case .event(let event): return learn(event)
    case .command(let id, let command, let origin): return carryOut(command, id: id, from: origin)
    case .started: return takeBackAfterAbsence()
    case .endOfMinute, .silence: return []
    }
  }

  private mutating func learn(_ event: Event) -> [Effect] {
    switch event {
    case .tradeClosed(let trade):
      if trade.reason == .flattened { flatten() }
      fidelity.botClosed(trade)
      experiment?.ramp?.botClosed(trade)
    case .tradeOpened(let trade):
      experiment?.ramp?.botOpened(trade)
    case .safety(let report):
      mayEnter = report.level.allowsEntries
      if report.level == .halted { flatten() }
    case .configurationApplied(let now):
      return adopt(now)
    case .change(let record):
      return hear(record)
    default: break
    }
    return []
  }

  /// The hot path: every shadow takes every quote.
  private mutating func trade(_ batch: QuoteBatch) -> [Effect] {
    guard incumbent != nil, let first = batch.quotes.first else { return [] }
    watchTheWeek(first)
    var effects: [Effect] = []
    var gate = ShadowGate(isOpen: mayEnter)
    for quote in batch.quotes {
      incumbent?.step(quote, gate: &gate, fills: &fills)
      if !fills.isEmpty { noteFills() }
      for index in measurements.indices {
        let progress = measurements[index].trial.step(quote, gate: &gate, fills: &fills, now: time)
        if progress != .nothing, let news = measurements[index].news(progress, now: time, settings: settings) {
          effects.append(.publish(.measurement(news)))
        }
      }
      if experiment != nil { runExperiment(quote, &gate, &effects) }
    }
    if let last = batch.quotes.last { lastQuote = last }
    return effects
  }

  /// Before the week closes, every trial says anew what the next increment may come to.
  private mutating func watchTheWeek(_ quote: Quote) {
    guard quote.time >= closingLookedAt + MarketTime.minute, !measurements.isEmpty || experiment != nil else { return }
    closingLookedAt = quote.time
    let isClosing = calendar.minutesToClose(at: quote.time).map { $0 <= 60 } ?? true
    guard isClosing || wasClosing, let last = lastQuote else { return }
    wasClosing = isClosing
    for index in measurements.indices { measurements[index].trial.close(isClosing, quote: last) }
    experiment?.trial?.close(isClosing, quote: last)
  }

  private mutating func noteFills() {
    for case .closed(let trade) in fills { fidelity.shadowClosed(trade) }
    fills.removeAll(keepingCapacity: true)
  }

  /// A halt closes the shadows' positions at the quote at which it closes the bot's.
  private mutating func flatten() {
    guard let quote = lastQuote, incumbent?.positions.isEmpty == false else { return }
    incumbent?.closeAll(at: quote, reason: .flattened, fills: &fills)
    noteFills()
    for index in measurements.indices { measurements[index].trial.flatten(at: quote, fills: &fills) }
    experiment?.trial?.flatten(at: quote, fills: &fills)
    experiment?.ramp?.flatten(at: quote, fills: &fills)
  }
}
