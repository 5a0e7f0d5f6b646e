import Domain

/// An experiment that waits for the one before it.
struct QueuedExperiment: Hashable, Sendable, Codable {
  let id: ExperimentID
  var request: ExperimentRequest
  let askedAt: MarketTime
  let by: String

  /// What is registered before the first quote: candidates, metric, rule and seed never change afterwards.
  func report(_ settings: ExperimenterSettings) -> ExperimentReport {
    var random = SplitMix64(seed: settings.seed &+ UInt64(bitPattern: id.number))
    let replay = request.replay
    var story: [String] = []
    if let replay, case .passed(_, let numbers) = ReplayGate.verdict(replay, settings) { story = [numbers] }
    return ExperimentReport(
      id: id, stage: .queued, hypothesis: request.hypothesis,
      candidates: request.candidates.enumerated().map { place, candidate in
        ExperimentReport.Candidate(
          parameter: candidate[0].parameter, value: candidate[0].value, also: Array(candidate.dropFirst()), blocks: 0,
          meanPerBlock: .undefined, lowerBound: .undefined, upperBound: .undefined, logEValue: 0,
          correlation: .undefined, deflatedSharpe: replay?.deflatedSharpe[place] ?? .undefined)
      },
      winner: nil, level: 0, trades: 0, startedAt: askedAt, endedAt: nil, conclusion: "", by: by,
      priority: request.priority, metric: settings.metric, stoppingRule: settings.stoppingRule,
      seed: Int64(bitPattern: random.next()), story: story)
  }

  /// The report of one that ends without having begun.
  func report(
    _ settings: ExperimenterSettings, endedAs stage: ExperimentReport.Stage, _ conclusion: String, at now: MarketTime
  ) -> ExperimentReport {
    var report = report(settings)
    report.stage = stage
    report.conclusion = conclusion
    report.endedAt = now
    return report
  }
}

/// Experiments that wait, highest priority first, then oldest; each has a number of its own for ever.
struct ExperimentQueue: Hashable, Sendable, Codable {
  private var waiting: [QueuedExperiment] = []
  /// The highest number that was given.
  private var lastNumber: Int64 = 0

  /// Experiments that may wait behind the one that runs: the queue is part of every checkpoint.
  private static let most = 32

  var isEmpty: Bool { waiting.isEmpty }

  func checkRoom() throws(Refusal) {
    guard waiting.count < Self.most else {
      throw .busy(queued: Int64(waiting.count), limit: Int64(Self.most))
    }
  }

  /// Gives a request its number; it does not wait yet.
  mutating func register(_ request: ExperimentRequest, by name: String, at now: MarketTime) -> QueuedExperiment {
    lastNumber += 1
    return QueuedExperiment(id: ExperimentID(lastNumber), request: request, askedAt: now, by: name)
  }

  /// Numbers go on after this one.
  mutating func resume(after number: Int64) {
    lastNumber = max(lastNumber, number)
  }

  mutating func add(_ queued: QueuedExperiment) {
    let place = waiting.firstIndex { $0.request.priority < queued.request.priority } ?? waiting.endIndex
    waiting.insert(queued, at: place)
  }

  mutating func takeFirst() -> QueuedExperiment? {
    waiting.isEmpty ? nil : waiting.removeFirst()
  }

  /// - Returns: `nil` where it does not wait.
  mutating func remove(_ id: ExperimentID) -> QueuedExperiment? {
    waiting.firstIndex { $0.id == id }.map { waiting.remove(at: $0) }
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
