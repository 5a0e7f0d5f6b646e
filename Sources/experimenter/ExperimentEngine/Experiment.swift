import Domain
import GridTrading

/// One experiment on its way through the stages, at a level that was fixed before it began.
///
/// Paired shadows compare the candidates with the incumbent; a proven one waits for its live ramp, whose turns it takes
/// with the incumbent; then its predecessor goes on as a shadow beside it in full live. There is a trial in the first
/// and the last of these stages and none between. Every entry point returns the report that is to be published, if any;
/// after a final stage there are no more.
struct Experiment: Hashable, Sendable, Codable {
  /// What a quote brought to an end.
  enum Progress: Hashable, Sendable {
    case nothing
    /// The trial's old arm has closed a trade of its own.
    case trade
    case block
    /// A turn of the ramp is over and the next one is wanted.
    case turn
    /// Every turn of the ramp has been taken.
    case ramp
    /// Nobody has begun the ramp for as long as a proven candidate waits.
    case patience
  }

  private let settings: ExperimenterSettings
  private(set) var report: ExperimentReport
  /// The quarter that its level belongs to.
  let quarter: Int64
  /// The candidates against the incumbent in the paired-shadow stage; the candidate against its predecessor in full live.
  private(set) var trial: PairedTrial?
  /// The turns of the live ramp, once it has begun.
  private(set) var ramp: LiveRamp?
  /// Open-market time since which a proven candidate waits for its ramp.
  private var waitsSince: Int64?
  /// Whether the paired shadows have rejected that no candidate is better.
  private(set) var hasProof = false

  /// Begins with the paired shadows.
  init(
    _ report: ExperimentReport, quarter: Int64, candidates: [Configuration], beside incumbent: Incumbent.Arm,
    quote: Quote, now: MarketTime, settings: ExperimenterSettings
  ) {
    self.settings = settings
    self.report = report
    self.quarter = quarter
    self.report.startedAt = now
    self.report.stage = .pairedShadow
    trial = PairedTrial(
      cloning: incumbent.engine, candidates: candidates.map { ($0, incumbent.applied.version) }, quote: quote, now: now,
      plan: PairedComparison.Plan(experiment: settings), alpha: report.level / Double(candidates.count),
      settings: settings)
  }

  /// Every parameter in which a candidate differs from the incumbent; the winner's alone once there is one.
  private var parameters: [Parameter] {
    let arms = report.winner.map { [report.candidates[$0]] } ?? report.candidates
    return Parameter.allCases.filter { parameter in
      arms.contains { $0.settings.contains { $0.parameter == parameter } }
    }
  }

  // MARK: Quotes

  /// Takes the next quote, whatever the stage; `fills` is empty before and after.
  mutating func step(_ quote: Quote, gate: inout ShadowGate, fills: inout [Fill], now: MarketTime) -> Progress {
    if let progress = trial?.step(quote, gate: &gate, fills: &fills, now: now) {
      switch progress {
      case .nothing: return .nothing
      case .trade: return .trade
      case .block: return .block
      }
    }
    guard report.stage == .liveRamp else { return .nothing }
    if let progress = ramp?.step(quote, gate: &gate, fills: &fills) {
      switch progress {
      case .nothing: return .nothing
      case .turn: return .turn
      case .complete: return .ramp
      }
    }
    return waitsSince.map { now.open - $0 >= settings.rampPatience } ?? false ? .patience : .nothing
  }

  /// See `PairedTrial.close(_:quote:)`.
  mutating func close(_ isClosing: Bool, quote: Quote) {
    trial?.close(isClosing, quote: quote)
  }

  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    trial?.flatten(at: quote, fills: &fills)
    ramp?.flatten(at: quote, fills: &fills)
  }

  /// The report on what a quote has brought to an end.
  mutating func judge(
    _ progress: Progress, at quote: Quote, beside incumbent: Incumbent, _ measurements: Measurements, now: MarketTime
  ) -> ExperimentReport? {
    switch progress {
    case .nothing: return nil
    case .trade, .block:
      let isBlock = progress == .block
      return report.stage == .fullLive
        ? judgeFullLive(atBlock: isBlock, now: now)
        : isBlock ? judgeShadows(now: now, fidelity: incumbent.fidelity.verdict) : nil
    case .turn:
      guard ramp?.isHarmful == true else { return reportTurn() }
      return finish(.rejected, "harmful in the live ramp: its matched pairs of turns lie below 0", at: now)
    case .ramp: return beginFullLive(beside: incumbent, measurements, quote: quote, now: now)
    case .patience:
      return finish(.inconclusive, "proven by the shadows, but nobody began its live ramp", at: now)
    }
  }

  // MARK: Paired shadows

  /// Proof and futility are judged at block ends only.
  private mutating func judgeShadows(now: MarketTime, fidelity: Fidelity.Verdict) -> ExperimentReport? {
    guard let trial else { return nil }
    refresh(now)
    let rule = PromotionRule(level: report.level, settings: settings)
    switch rule.judge(trial.comparison, worstCaseRises: trial.worstCaseRises, fidelity: fidelity) {
    case .open:
      break
    case .promoted(let winner):
      let arm = report.candidates[winner]
      report.winner = winner
      hasProof = true
      report.stage = .liveRamp
      report.story.append(
        """
        paired shadows: \(arm.name) is better, lower bound \(arm.lowerBound.text) a block above 0 and log e-value \
        \(arm.logEValue) at level \(report.level) after \(trial.blocks) blocks, \(trial.trades) trades
        """)
      report.remainingTrades = .undefined
      report.remainingDays = .undefined
      waitsSince = now.open
      self.trial = nil
    case .rejected:
      conclude(.rejected, "every candidate is proven worse", at: now)
    case .inconclusive(let reason):
      conclude(.inconclusive, reason.sentence(trial.comparison), at: now)
    }
    return report
  }

  // MARK: Live ramp

  /// A change that is now in force is the ramp.
  mutating func beginRamp(_ record: ChangeRecord, beside incumbent: Incumbent) -> ExperimentReport? {
    guard report.stage == .liveRamp, ramp == nil, record.ramp == report.id, record.stage == .measuring,
      let version = record.version, let predecessor = incumbent.predecessor, predecessor.change == record.id,
      let shadow = incumbent.arm?.engine
    else { return nil }
    ramp = LiveRamp(
      change: record.id, incumbent: predecessor.applied, candidate: version, shadow: shadow, seed: report.seed,
      settings: settings)
    waitsSince = nil
    return reportTurn()
  }

  /// The trader has put a turn in force.
  mutating func confirm(_ applied: ConfigurationApplied) {
    if let turn = applied.turn, ramp?.change == applied.change { ramp?.confirm(turn) }
  }

  mutating func botOpened(_ trade: OpenTrade) {
    ramp?.botOpened(trade)
  }

  mutating func botClosed(_ trade: ClosedTrade) {
    ramp?.botClosed(trade)
  }

  /// After a restart of this process: a candidate that had its turn is taken back, once, and its pair starts again.
  mutating func takeBackAfterAbsence() -> ExperimentReport? {
    guard report.stage == .liveRamp, ramp?.interrupt() == true else { return nil }
    report.story.append("live ramp: the candidate was taken back because the experimenter had been away")
    return reportTurn()
  }

  private mutating func reportTurn() -> ExperimentReport? {
    guard let ramp else { return nil }
    report.ramp = ramp.report
    return report
  }

  // MARK: Full live

  /// The candidate is in force for good; its predecessor goes on as a shadow beside it.
  private mutating func beginFullLive(
    beside incumbent: Incumbent, _ measurements: Measurements, quote: Quote, now: MarketTime
  ) -> ExperimentReport? {
    guard var ramp, let arm = incumbent.arm else { return nil }
    // What is in force in the candidate's turns.
    let candidate =
      measurements.configuration(ramp.incumbent.configuration, with: ramp.change) ?? arm.applied.configuration
    ramp.finish()
    var predecessor = arm.engine
    predecessor.adopt(ramp.incumbent.configuration, version: ramp.incumbent.version)
    trial = PairedTrial(
      cloning: predecessor, candidates: [(candidate, ramp.candidate)], quote: quote, now: now,
      plan: PairedComparison.Plan(measurement: settings), alpha: settings.alpha, settings: settings)
    report.stage = .fullLive
    report.ramp = ramp.report
    report.story.append(
      """
      live ramp: no harm in \(ramp.pairs.count) matched pairs of turns, mean \(ramp.report.meanPerPair.text) a pair, \
      bounds \(ramp.report.lowerBound.text) to \(ramp.report.upperBound.text)
      """)
    self.ramp = ramp
    return report
  }

  private mutating func judgeFullLive(atBlock: Bool, now: MarketTime) -> ExperimentReport? {
    guard let trial else { return nil }
    switch HoldbackRule(settings: settings).judge(trial) {
    case .harmful(let conclusion): conclude(.rejected, conclusion, at: now)
    case .kept(let conclusion): conclude(.promoted, conclusion, at: now)
    case .open(let trades):
      guard atBlock else { return nil }
      report.remainingTrades = .value(trades)
      report.remainingDays = trial.days(for: trades, now: now)
    }
    return report
  }

  // MARK: Changes

  /// What a change of the configuration in force means: the end, or that both arms follow it.
  mutating func follow(_ move: Incumbent.Move, quote: Quote, now: MarketTime) -> ExperimentReport? {
    let parameters = parameters
    let own = move.parameters.filter { parameters.contains($0) }
    let configuration = move.now.configuration
    switch report.stage {
    case .pairedShadow:
      if let parameter = own.first {
        let value = configuration[parameter]
        return finish(.inconclusive, "the incumbent's \(parameter.rawValue) moved to \(value) under it", at: now)
      }
    case .fullLive:
      if let ramp, parameters.allSatisfy({ configuration[$0] == ramp.incumbent.configuration[$0] }) {
        return finish(.inconclusive, "the candidate was taken back in full live", at: now)
      }
    case .liveRamp:
      if let ramp, move.now.change != ramp.change {
        return finish(.inconclusive, "another change came into force during the live ramp", at: now)
      }
    case .queued, .replay, .promoted, .rejected, .inconclusive, .cancelled: break
    }
    for parameter in move.parameters {
      trial?.adopt(
        parameter, configuration[parameter], version: move.now.version, quote: quote,
        candidatesOnly: own.contains(parameter))
    }
    return nil
  }

  /// The optimizer has ended the change that is the ramp, or another one moved what the candidate waits to move.
  mutating func hearEnd(_ record: ChangeRecord, now: MarketTime) -> ExperimentReport? {
    guard report.stage == .liveRamp else { return nil }
    if record.ramp == report.id, ramp?.change == record.id, record.stage == .reverted || record.stage == .inconclusive {
      return record.measurement?.finding == .harmful
        ? finish(
          .rejected, "harmful in the live ramp: the candidate's shadow lies below its predecessor's", at: now)
        : finish(.inconclusive, "the live ramp was taken back", at: now)
    }
    guard ramp == nil, record.stage == .applied, record.ramp != report.id, parameters.contains(record.parameter) else {
      return nil
    }
    return finish(
      .inconclusive, "the incumbent's \(record.parameter.rawValue) moved to \(record.to) under it", at: now)
  }

  // MARK: The end

  /// Ends it for a reason from outside, with its numbers so far.
  mutating func finish(_ stage: ExperimentReport.Stage, _ conclusion: String, at now: MarketTime) -> ExperimentReport {
    refresh(now)
    conclude(stage, conclusion, at: now)
    return report
  }

  private mutating func conclude(_ stage: ExperimentReport.Stage, _ conclusion: String, at now: MarketTime) {
    report.stage = stage
    report.conclusion = conclusion
    report.endedAt = now
    report.remainingTrades = .undefined
    report.remainingDays = .undefined
  }

  /// Takes the paired shadows' numbers into the report.
  private mutating func refresh(_ now: MarketTime) {
    guard report.stage == .pairedShadow, let trial else { return }
    report.take(trial, now: now, settings: settings)
  }
}
