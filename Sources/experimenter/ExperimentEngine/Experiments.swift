import Domain
import GridTrading

/// The experiments of a bot: the one that runs, those that wait, and the levels that they are judged at.
///
/// One runs at a time, and the next begins as soon as it has ended. What is asked for is registered under a number and
/// counts for ever; what begins is published with hypothesis, candidates and level before its first quote.
struct Experiments: Hashable, Sendable, Codable {
  private let settings: ExperimenterSettings
  private let rules: CandidateRules
  private(set) var running: Experiment?
  private var queue = ExperimentQueue()
  private var levels: QuarterLevels

  init(profile: SymbolProfile, settings: ExperimenterSettings) {
    self.settings = settings
    rules = CandidateRules(profile: profile, settings: settings)
    levels = QuarterLevels(settings: settings)
  }

  // MARK: Requests

  mutating func enqueue(
    _ request: ExperimentRequest, by name: String, beside incumbent: Incumbent, now: MarketTime,
    effects: inout [Effect]
  ) throws(Refusal) {
    try queue.checkRoom()
    guard let arm = incumbent.arm else {
      throw .unknownInputs("the trader has not said which configuration is in force")
    }
    _ = try rules.arms(of: request, beside: arm.applied)
    if let replay = request.replay, replay.deflatedSharpe.count != request.candidates.count {
      throw .malformed("the replay speaks of \(replay.deflatedSharpe.count) candidates, not of all")
    }
    var queued = queue.register(request, by: name, at: now)
    // Registered whatever the replay says: what was tried once counts for ever.
    effects.append(.publish(.experiment(queued.report(settings))))
    switch request.replay.map({ ReplayGate.verdict($0, settings) }) {
    case .rejected(let conclusion): return end(queued, .rejected, conclusion, now: now, effects: &effects)
    case .inconclusive(let conclusion): return end(queued, .inconclusive, conclusion, now: now, effects: &effects)
    case .passed(let places, _):
      queued.request.candidates = places.map { request.candidates[$0] }
      queued.request.replay?.deflatedSharpe = places.compactMap { request.replay?.deflatedSharpe[$0] }
      if places.count < request.candidates.count { effects.append(.publish(.experiment(queued.report(settings)))) }
    case nil: break
    }
    queue.add(queued)
    startNext(beside: incumbent, at: incumbent.presentQuote(at: now), now: now, effects: &effects)
  }

  mutating func cancel(
    _ id: ExperimentID, reason: String, beside incumbent: Incumbent, now: MarketTime, effects: inout [Effect]
  ) throws(Refusal) {
    if running?.report.id == id {
      tell(running?.finish(.cancelled, reason, at: now), effects: &effects)
    } else if let queued = queue.remove(id) {
      end(queued, .cancelled, reason, now: now, effects: &effects)
    } else {
      throw .malformed("experiment \(id) is neither running nor queued")
    }
    startNext(beside: incumbent, at: incumbent.presentQuote(at: now), now: now, effects: &effects)
  }

  /// Ends one that has not begun.
  private func end(
    _ queued: QueuedExperiment, _ stage: ExperimentReport.Stage, _ conclusion: String, now: MarketTime,
    effects: inout [Effect]
  ) {
    effects.append(.publish(.experiment(queued.report(settings, endedAs: stage, conclusion, at: now))))
  }

  // MARK: Quotes

  /// The experiment takes the next quote; `fills` is empty before and after. What it has brought to an end is to be judged.
  @inline(__always)
  mutating func step(
    _ quote: Quote, gate: inout ShadowGate, fills: inout [Fill], now: MarketTime
  ) -> Experiment.Progress {
    running?.step(quote, gate: &gate, fills: &fills, now: now) ?? .nothing
  }

  mutating func judge(
    _ progress: Experiment.Progress, at quote: Quote, beside incumbent: Incumbent, _ measurements: Measurements,
    now: MarketTime, effects: inout [Effect]
  ) {
    tell(running?.judge(progress, at: quote, beside: incumbent, measurements, now: now), effects: &effects)
    switch progress {
    case .nothing: break
    case .trade, .block: startNext(beside: incumbent, at: quote, now: now, effects: &effects)
    case .turn, .ramp, .patience:
      startNext(beside: incumbent, at: incumbent.presentQuote(at: now), now: now, effects: &effects)
    }
  }

  /// See `PairedTrial.close(_:quote:)`.
  mutating func close(_ isClosing: Bool, quote: Quote) {
    running?.close(isClosing, quote: quote)
  }

  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    running?.flatten(at: quote, fills: &fills)
  }

  // MARK: The bot

  mutating func botOpened(_ trade: OpenTrade) {
    running?.botOpened(trade)
  }

  mutating func botClosed(_ trade: ClosedTrade) {
    running?.botClosed(trade)
  }

  /// The trader has put a turn of a ramp in force.
  mutating func confirm(_ applied: ConfigurationApplied) {
    running?.confirm(applied)
  }

  /// - Parameter incumbent: as it is after the move.
  mutating func follow(_ move: Incumbent.Move, beside incumbent: Incumbent, now: MarketTime, effects: inout [Effect]) {
    let quote = incumbent.presentQuote(at: now)
    tell(running?.follow(move, quote: quote, now: now), effects: &effects)
    startNext(beside: incumbent, at: quote, now: now, effects: &effects)
  }

  /// What the optimizer says of a change.
  mutating func hear(_ record: ChangeRecord, beside incumbent: Incumbent, now: MarketTime, effects: inout [Effect]) {
    tell(running?.hearEnd(record, now: now), effects: &effects)
    startNext(beside: incumbent, at: incumbent.presentQuote(at: now), now: now, effects: &effects)
    tell(running?.beginRamp(record, beside: incumbent), effects: &effects)
  }

  mutating func takeBackAfterAbsence(effects: inout [Effect]) {
    tell(running?.takeBackAfterAbsence(), effects: &effects)
  }

  // MARK: One after the other

  /// Starts the next experiment when none runs. Its first report registers hypothesis, candidates and level beforehand.
  private mutating func startNext(
    beside incumbent: Incumbent, at quote: Quote, now: MarketTime, effects: inout [Effect]
  ) {
    guard let arm = incumbent.arm else { return }
    while running == nil, let next = queue.takeFirst() {
      let candidates: [Configuration]
      do throws(Refusal) {
        candidates = try rules.arms(of: next.request, beside: arm.applied)
      } catch {
        end(next, .inconclusive, "its candidates are no longer legal: \(error)", now: now, effects: &effects)
        continue
      }
      let (level, quarter) = levels.next(at: now)
      var report = next.report(settings)
      report.level = level
      let started = Experiment(
        report, quarter: quarter, candidates: candidates, beside: arm, quote: quote, now: now, settings: settings)
      running = started
      effects.append(.publish(.experiment(started.report)))
    }
  }

  /// Says how far the experiment is, and lets it go when it is over. What counts as a discovery is the proof by the paired
  /// shadows, however its ramp went.
  private mutating func tell(_ news: ExperimentReport?, effects: inout [Effect]) {
    guard let news else { return }
    effects.append(.publish(.experiment(news)))
    guard news.stage.isFinal, let ended = running else { return }
    levels.record(isDiscovery: ended.hasProof, quarter: ended.quarter)
    running = nil
  }

  // MARK: A lost memory

  /// Restores the numbers of the lost experiments, ends those that were under way without a finding, and counts every
  /// one that was begun in this quarter as a test without a discovery: what was tried once counts for ever, and no
  /// level may be spent twice.
  mutating func goOn(after loss: MemoryLoss, now: MarketTime) -> [Effect] {
    var last: [ExperimentID: ExperimentReport] = [:]
    for case .experiment(let report) in loss.told { last[report.id] = report }
    let reports = last.values.sorted { $0.id < $1.id }
    if let highest = reports.last { queue.resume(after: highest.id.number) }
    levels.resume(at: now)
    var effects: [Effect] = []
    for var report in reports {
      if report.level > 0 { levels.record(isDiscovery: false, quarter: levels.quarter(of: report.startedAt)) }
      guard !report.stage.isFinal else { continue }
      report.stage = .inconclusive
      report.conclusion = loss.sentence
      report.endedAt = now
      effects.append(.publish(.experiment(report)))
    }
    return effects
  }
}
