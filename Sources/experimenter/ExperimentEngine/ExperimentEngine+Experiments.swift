import Domain
import GridTrading
import Statistics

/// An experiment that waits for the one before it.
struct QueuedExperiment: Hashable, Sendable, Codable {
  var id: ExperimentID
  var request: ExperimentRequest
  var askedAt: MarketTime
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
        try enqueue(request, &effects)
      case .cancelExperiment(let experiment, let reason):
        try mayDecide(origin)
        try cancel(experiment, reason: reason, &effects)
      case .propose, .rollBack, .apply, .approve, .stop, .rearm:
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

  private func mayDecide(_ origin: Origin) throws(Refusal) {
    switch origin {
    case .person, .role(.controller): return
    case .role(let role): throw .notAuthorised("\(role) may not run experiments")
    }
  }

  private mutating func enqueue(_ request: ExperimentRequest, _ effects: inout [Effect]) throws(Refusal) {
    _ = try arms(of: request)
    lastExperiment += 1
    let queued = QueuedExperiment(id: ExperimentID(lastExperiment), request: request, askedAt: time)
    let place = queue.firstIndex { $0.request.priority < request.priority } ?? queue.endIndex
    queue.insert(queued, at: place)
    effects.append(.publish(.experiment(report(of: queued))))
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
    guard (1...settings.mostCandidates).contains(request.values.count) else {
      throw .malformed("an experiment has 1 to \(settings.mostCandidates) candidates, not \(request.values.count)")
    }
    guard Set(request.values).count == request.values.count else { throw .malformed("a candidate stands there twice") }
    let limits = ChangeLimits(
      rules: profile.rules, current: now.configuration, approved: now.approved, lastChanged: [:], safety: .active)
    var arms: [Configuration] = []
    for value in request.values {
      _ = try limits.checkTarget(request.parameter, to: value, purpose: .promotion).get()
      guard let arm = now.configuration.replacing(request.parameter, with: value) else { continue }
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
      let quote = lastQuote ?? Quote(time: time.utc, bid: Price(points: 0), ask: Price(points: 0), path: .jump)
      var report = report(of: next)
      report.level = levels.nextLevel
      let started = Experiment(
        report, parameter: next.request.parameter, quarter: quarter, configurations: configurations,
        version: now.version, incumbent: incumbent, quote: quote, now: time, settings: settings)
      experiment = started
      effects.append(.publish(.experiment(started.report)))
    }
  }

  /// Says what the quote did to the experiment, and goes on to the next when it is over.
  mutating func follow(_ progress: PairedTrial.Progress, _ quote: Quote, _ effects: inout [Effect]) {
    let fidelity = fidelity.verdict
    guard let news = experiment?.news(progress, now: time, fidelity: fidelity, settings: settings) else { return }
    effects.append(.publish(.experiment(news)))
    guard news.stage.isFinal else { return }
    close(rejectedNull: news.stage == .promoted)
    lastQuote = quote
    startNext(&effects)
  }

  mutating func finishExperiment(
    _ stage: ExperimentReport.Stage, _ conclusion: String, _ effects: inout [Effect]
  ) {
    experiment?.conclude(stage, conclusion, at: time)
    guard let report = experiment?.report else { return }
    effects.append(.publish(.experiment(report)))
    close(rejectedNull: false)
  }

  private mutating func close(rejectedNull: Bool) {
    if experiment?.quarter == quarter { levels.record(rejected: rejectedNull) }
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

  private func report(of queued: QueuedExperiment) -> ExperimentReport {
    ExperimentReport(
      id: queued.id, stage: .queued, hypothesis: queued.request.hypothesis,
      candidates: queued.request.values.map {
        ExperimentReport.Candidate(
          parameter: queued.request.parameter, value: $0, blocks: 0, meanPerBlock: .undefined, lowerBound: .undefined,
          upperBound: .undefined, logEValue: 0, correlation: .undefined)
      },
      winner: nil, level: 0, trades: 0, startedAt: queued.askedAt, endedAt: nil, conclusion: "")
  }
}
