package import Domain
import GridTrading

/// Runs every shadow: the incumbent's for ever, a pair for each applied change, and the arms of the experiment.
///
/// All of them take the bot's own quotes, adopt its configurations when it does and enter when it may, so that the only
/// difference between two arms is the value that they are compared for.
package struct ExperimentEngine: Core {
  package static let role = Role.experimenter
  package static let hears: Set<EventKind> = [
    .quotes, .tradeOpened, .tradeClosed, .safety, .configurationApplied, .minute, .change,
  ]

  private var time = MarketTime.origin
  private(set) var incumbent: Incumbent
  private(set) var measurements: Measurements
  private(set) var experiments: Experiments
  private var week: WeekClose
  private var answered = AnsweredCommands()

  package init(profile: SymbolProfile, settings: ExperimenterSettings) {
    incumbent = Incumbent(profile: profile)
    measurements = Measurements(settings: settings)
    experiments = Experiments(profile: profile, settings: settings)
    week = WeekClose(calendar: TradingCalendar(week: profile.week))
  }

  package mutating func receive(_ input: Input) -> [Effect] {
    if input.time > time { time = input.time }
    var effects: [Effect] = []
    switch input.content {
    case .event(.quotes(let batch)): trade(batch, effects: &effects)
    case .event(let event): learn(event, effects: &effects)
    case .command(let id, let command, let origin): carryOut(command, id: id, from: origin, effects: &effects)
    case .started: experiments.takeBackAfterAbsence(effects: &effects)
    case .endOfMinute, .silence: break
    }
    return effects
  }

  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    experiments.goOn(after: loss, now: time)
  }

  private mutating func learn(_ event: Event, effects: inout [Effect]) {
    switch event {
    case .tradeClosed(let trade):
      if trade.reason == .flattened { flatten() }
      incumbent.botClosed(trade)
      experiments.botClosed(trade)
    case .tradeOpened(let trade):
      experiments.botOpened(trade)
    case .safety(let report):
      incumbent.hear(report.level)
      if report.level == .halted { flatten() }
    case .configurationApplied(let now):
      experiments.confirm(now)
      guard let move = incumbent.follow(now) else { return }
      measurements.follow(move, quote: incumbent.presentQuote(at: time), now: time)
      experiments.follow(move, beside: incumbent, now: time, effects: &effects)
    case .change(let record):
      experiments.hear(record, beside: incumbent, now: time, effects: &effects)
      measurements.hear(record)
    default: break
    }
  }

  // MARK: Quotes

  /// The hot path: every shadow takes every quote.
  private mutating func trade(_ batch: QuoteBatch, effects: inout [Effect]) {
    guard incumbent.arm != nil, let first = batch.quotes.first, let last = batch.quotes.last else { return }
    watchTheWeek(first)
    // Empty between quotes, and without memory of its own until something is filled.
    var fills: [Fill] = []
    var gate = ShadowGate(isOpen: incumbent.mayEnter)
    for quote in batch.quotes {
      incumbent.step(quote, gate: &gate, fills: &fills)
      measurements.step(quote, gate: &gate, fills: &fills, now: time, effects: &effects)
      let progress = experiments.step(quote, gate: &gate, fills: &fills, now: time)
      if progress != .nothing {
        experiments.judge(progress, at: quote, beside: incumbent, measurements, now: time, effects: &effects)
      }
    }
    incumbent.endBatch(at: last)
  }

  /// Before the week closes, every trial updates the bounds of the next increment.
  private mutating func watchTheWeek(_ quote: Quote) {
    guard !measurements.running.isEmpty || experiments.running != nil, let isClosing = week.look(at: quote.time),
      let last = incumbent.lastQuote
    else { return }
    measurements.close(isClosing, quote: last)
    experiments.close(isClosing, quote: last)
  }

  /// A halt closes the shadows' positions at the quote at which it closes the bot's.
  private mutating func flatten() {
    var fills: [Fill] = []
    guard let quote = incumbent.flatten(fills: &fills) else { return }
    measurements.flatten(at: quote, fills: &fills)
    experiments.flatten(at: quote, fills: &fills)
  }

  // MARK: Commands

  private mutating func carryOut(_ command: Command, id: String, from origin: Origin, effects: inout [Effect]) {
    if let before = answered.effect(of: id) { return effects.append(before) }
    var refusal: Refusal?
    do throws(Refusal) {
      switch command {
      case .startExperiment(let request):
        try mayDecide(origin)
        try experiments.enqueue(request, by: origin.name, beside: incumbent, now: time, effects: &effects)
      case .cancelExperiment(let experiment, let reason):
        try mayDecide(origin)
        try experiments.cancel(experiment, reason: reason, beside: incumbent, now: time, effects: &effects)
      case .propose, .rollBack, .cancelChange, .apply, .switchVersion, .approve, .stop, .rearm:
        throw .notAuthorised("the experimenter takes no such request; it is for the \(command.recipient)")
      }
    } catch {
      refusal = error
    }
    effects.append(answered.add(id, refusal))
  }

  private func mayDecide(_ origin: Origin) throws(Refusal) {
    switch origin {
    case .person, .role(.controller): return
    case .role(let role): throw .notAuthorised("\(role) may not run experiments")
    }
  }
}
