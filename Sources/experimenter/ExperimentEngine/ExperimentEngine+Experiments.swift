import Domain
import GridTrading
import Statistics

/// An experiment that waits for the one before it.
struct QueuedExperiment: Hashable, Sendable, Codable {
  var id: ExperimentID
  var request: ExperimentRequest
  var askedAt: MarketTime
  var by: String
}

/// A command and how it was answered.
struct Answered: Hashable, Sendable, Codable {
  var id: String
  var refusal: Refusal?
}

extension ExperimentEngine {
  mutating func carryOut(_ command: Command, id: String, from origin: Origin) -> [Effect] {
    if let before = answers.first(where: { $0.id == id }) { return [.answer(id: id, before.refusal)] }
    var effects: [Effect] = []
    var refusal: Refusal?
    do throws(Refusal) {
      switch command {
      case .startExperiment(let request):
        try mayDecide(origin)
        try enqueue(request, by: origin.name, &effects)
      case .cancelExperiment(let experiment, let reason):
        try mayDecide(origin)
        try cancel(experiment, reason: reason, &effects)
      case .propose, .rollBack, .cancelChange, .apply, .switchVersion, .approve, .stop, .rearm:
        throw .notAuthorised("the experimenter takes no such request; it is for the \(command.recipient)")
      }
    } catch {
      refusal = error
    }
    if answers.count == 128 { answers.removeFirst() }
    answers.append(Answered(id: id, refusal: refusal))
    effects.append(.answer(id: id, refusal))
    return effects
  }

  /// Experiments that may wait behind the one that runs.
  private static var mostQueued: Int { 32 }

  private func mayDecide(_ origin: Origin) throws(Refusal) {
    switch origin {
    case .person, .role(.controller): return
    case .role(let role): throw .notAuthorised("\(role) may not run experiments")
    }
  }

  private mutating func enqueue(
    _ request: ExperimentRequest, by name: String, _ effects: inout [Effect]
  ) throws(Refusal) {
    // The queue is part of every checkpoint.
    guard queue.count < Self.mostQueued else {
      throw .busy(queued: Int64(queue.count), limit: Int64(Self.mostQueued))
    }
    _ = try arms(of: request)
    if let replay = request.replay, replay.deflatedSharpe.count != request.candidates.count {
      throw .malformed("the replay speaks of \(replay.deflatedSharpe.count) candidates, not of all")
    }
    lastExperiment += 1
    var queued = QueuedExperiment(id: ExperimentID(lastExperiment), request: request, askedAt: time, by: name)
    // Registered whatever the replay says: what was tried once counts for ever.
    effects.append(.publish(.experiment(report(of: queued))))
    switch request.replay.map({ ReplayGate.verdict($0, settings) }) {
    case .rejected(let conclusion): return end(queued, .rejected, conclusion, &effects)
    case .inconclusive(let conclusion): return end(queued, .inconclusive, conclusion, &effects)
    case .passed(let places, _):
      queued.request.candidates = places.map { request.candidates[$0] }
      queued.request.replay?.deflatedSharpe = places.compactMap { request.replay?.deflatedSharpe[$0] }
      if places.count < request.candidates.count { effects.append(.publish(.experiment(report(of: queued)))) }
    case nil: break
    }
    let place = queue.firstIndex { $0.request.priority < request.priority } ?? queue.endIndex
    queue.insert(queued, at: place)
    startNext(&effects)
  }

  private mutating func cancel(
    _ id: ExperimentID, reason: String, _ effects: inout [Effect]
  ) throws(Refusal) {
    if experiment?.report.id == id {
      finishExperiment(.cancelled, reason, &effects)
    } else if let index = queue.firstIndex(where: { $0.id == id }) {
      end(queue.remove(at: index), .cancelled, reason, &effects)
    } else {
      throw .malformed("experiment \(id) is neither running nor queued")
    }
    startNext(&effects)
  }

  /// The configurations that a request would compare with the incumbent, each within the limits of a plan's target.
  private func arms(of request: ExperimentRequest) throws(Refusal) -> [Configuration] {
    guard let now = inForce, incumbent != nil else {
      throw .unknownInputs("the trader has not said which configuration is in force")
    }
    let candidates = request.candidates
    guard (1...settings.mostCandidates).contains(candidates.count) else {
      throw .malformed("an experiment has 1 to \(settings.mostCandidates) candidates, not \(candidates.count)")
    }
    guard Set(candidates.map { Set($0) }).count == candidates.count else {
      throw .malformed("a candidate stands there twice")
    }
    guard candidates.allSatisfy({ Set($0.map(\.parameter)).count == $0.count && !$0.isEmpty }) else {
      throw .malformed("a candidate has each parameter once, and one at least")
    }
    let limits = ChangeLimits(
      rules: profile.rules, current: now.configuration, approved: now.approved, lastChanged: [:], safety: .active)
    var arms: [Configuration] = []
    for settings in candidates {
      for setting in settings {
        _ = try limits.checkTarget(setting.parameter, to: setting.value, purpose: .promotion).get()
      }
      guard let arm = now.configuration.replacing(settings) else { continue }
      guard arm.worstCase <= now.configuration.worstCase else {
        throw .worstCaseRises(from: now.configuration.worstCase, to: arm.worstCase)
      }
      arms.append(arm)
    }
    return arms
  }

  /// Starts the next experiment when none runs. Its first report registers hypothesis, candidates and level beforehand.
  mutating func startNext(_ effects: inout [Effect]) {
    while experiment == nil, !queue.isEmpty, let now = inForce, let incumbent {
      let next = queue.removeFirst()
      let configurations: [Configuration]
      do throws(Refusal) {
        configurations = try arms(of: next.request)
      } catch {
        end(next, .inconclusive, "its candidates are no longer legal: \(error)", &effects)
        continue
      }
      let present = time.open / max(1, settings.quarter)
      if present != quarter {
        quarter = present
        levels = ELond(alpha: settings.falseDiscoveryRate)
      }
      var report = report(of: next)
      report.level = levels.nextLevel
      var started = Experiment(report, quarter: quarter, now: time)
      started.beginShadows(
        configurations, version: now.version, incumbent: incumbent, quote: presentQuote, now: time, settings: settings)
      experiment = started
      effects.append(.publish(.experiment(started.report)))
    }
  }

  /// The last quote; before the first a stand-in at which nothing is open.
  var presentQuote: Quote {
    lastQuote ?? Quote(time: time.utc, bid: Price(points: 0), ask: Price(points: 0), path: .jump)
  }

  /// The experiment takes the next quote, whatever stage it is in.
  mutating func runExperiment(_ quote: Quote, _ gate: inout ShadowGate, _ effects: inout [Effect]) {
    if let progress = experiment?.trial?.step(quote, gate: &gate, fills: &fills, now: time), progress != .nothing {
      let isFullLive = experiment?.report.stage == .fullLive
      let fidelity = fidelity.verdict
      let news =
        isFullLive
        ? experiment?.judgeFullLive(progress, now: time, settings: settings)
        : experiment?.judgeShadows(progress, now: time, fidelity: fidelity, settings: settings)
      if let news { tell(news, quote, &effects) }
    }
    if experiment?.report.stage == .liveRamp { runRamp(quote, &gate, &effects) }
  }

  /// Says how far the experiment is, and goes on to the next when it is over.
  private mutating func tell(_ news: ExperimentReport, _ quote: Quote, _ effects: inout [Effect]) {
    effects.append(.publish(.experiment(news)))
    guard news.stage.isFinal else { return }
    close()
    lastQuote = quote
    startNext(&effects)
  }

  mutating func finishExperiment(
    _ stage: ExperimentReport.Stage, _ conclusion: String, _ effects: inout [Effect]
  ) {
    experiment?.refresh(time, settings)
    experiment?.conclude(stage, conclusion, at: time)
    guard let report = experiment?.report else { return }
    effects.append(.publish(.experiment(report)))
    close()
  }

  /// What counts as a discovery is the proof by the paired shadows, however its ramp went.
  private mutating func close() {
    guard let ended = experiment else { return }
    if ended.quarter == quarter { levels.record(rejected: ended.hasProof) }
    experiment = nil
  }

  private mutating func end(
    _ queued: QueuedExperiment, _ stage: ExperimentReport.Stage, _ conclusion: String, _ effects: inout [Effect]
  ) {
    var report = report(of: queued)
    report.stage = stage
    report.conclusion = conclusion
    report.endedAt = time
    effects.append(.publish(.experiment(report)))
  }

  /// What is registered before the first quote: candidates, metric, rule and seed never change afterwards.
  private func report(of queued: QueuedExperiment) -> ExperimentReport {
    var random = SplitMix64(seed: settings.seed &+ UInt64(bitPattern: queued.id.number))
    let replay = queued.request.replay
    var story: [String] = []
    if let replay, case .passed(_, let numbers) = ReplayGate.verdict(replay, settings) { story = [numbers] }
    return ExperimentReport(
      id: queued.id, stage: .queued, hypothesis: queued.request.hypothesis,
      candidates: queued.request.candidates.enumerated().map { place, candidate in
        ExperimentReport.Candidate(
          parameter: candidate[0].parameter, value: candidate[0].value, also: Array(candidate.dropFirst()), blocks: 0,
          meanPerBlock: .undefined, lowerBound: .undefined, upperBound: .undefined, logEValue: 0,
          correlation: .undefined, deflatedSharpe: replay?.deflatedSharpe[place] ?? .undefined)
      },
      winner: nil, level: 0, trades: 0, startedAt: queued.askedAt, endedAt: nil, conclusion: "", by: queued.by,
      priority: queued.request.priority, metric: settings.metric, stoppingRule: settings.stoppingRule,
      seed: Int64(bitPattern: random.next()), story: story)
  }
}

extension ExperimenterSettings {
  var metric: String {
    "result of a block of \(blockTrades) trades of the incumbent, marked to market: candidate less incumbent, "
      + "both on the same quotes"
  }

  var stoppingRule: String {
    """
    proof: at a block's end, from \(leastBlocks) blocks on, the one-sided confidence sequence at level / candidates \
    lies above 0, the betting e-value reaches candidates / level, and drawdown, largest loss and worst case are not \
    above the incumbent's; no proof: futility, or \(mostBlocks) blocks; then \(rampIntroduction) turns and \
    \(rampPairs) matched pairs of turns live, ended early for harm alone; then the predecessor as a shadow for \
    \(holdbackTrades) trades
    """
  }
}
