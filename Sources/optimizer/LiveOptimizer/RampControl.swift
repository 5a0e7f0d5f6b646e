import Domain

/// The experiment that is under way, and the live ramp of the promotion that came of it.
///
/// The experimenter says whose turn it is; the turns are asked of the trader one at a time. A ramp is over when its
/// experiment is, when its change ends otherwise than kept, or when a person approves what is in force.
struct RampControl: Hashable, Sendable, Codable {
  /// The experiment that is comparing values of a parameter.
  private struct RunningExperiment: Hashable, Sendable, Codable {
    var id: ExperimentID
    var parameters: [Parameter]
    var stage: ExperimentReport.Stage
  }

  private var experiment: RunningExperiment?
  /// The promotion under way, from the first step of its ramp on.
  private var ramp: RunningRamp?
  /// The turn of the ramp that was asked for and has not been answered.
  private var switching: VersionSwitch?
  /// Open-market milliseconds without a report of the experimenter after which a ramp is taken back.
  let silence: Int64

  init(silence: Int64) {
    self.silence = silence
  }

  // MARK: The experiment

  /// The experiment that compares values of a parameter.
  func experiment(on parameter: Parameter) -> ExperimentID? {
    experiment.flatMap { $0.parameters.contains(parameter) ? $0.id : nil }
  }

  func isAtLiveRamp(_ id: ExperimentID) -> Bool {
    experiment.map { $0.id == id && $0.stage == .liveRamp } ?? false
  }

  /// An experiment has come further: its ramp takes another turn, goes full live, or is over.
  ///
  /// - Returns: the ramp that is over.
  mutating func hear(_ report: ExperimentReport, at open: Int64) -> RunningRamp? {
    guard report.stage.isFinal else {
      guard report.stage != .queued else { return nil }
      experiment = RunningExperiment(id: report.id, parameters: report.parameters, stage: report.stage)
      if ramp?.experiment == report.id { follow(report, at: open) }
      return nil
    }
    if experiment?.id == report.id { experiment = nil }
    guard let ended = ramp, ended.experiment == report.id else { return nil }
    ramp = nil
    return ended
  }

  private mutating func follow(_ report: ExperimentReport, at open: Int64) {
    ramp?.heardAt = open
    if report.stage == .fullLive { ramp?.isFullLive = true }
    guard let turns = report.ramp, let ramp, turns.change == ramp.change, turns.turn > ramp.wanted else { return }
    self.ramp?.wanted = turns.turn
    self.ramp?.wantsCandidate = turns.isCandidate
  }

  // MARK: The ramp

  /// A promotion's first step is in force.
  mutating func begin(_ ramp: RunningRamp) {
    self.ramp = ramp
  }

  /// Whether a ramp takes its turns.
  var isTurning: Bool { ramp.map { !$0.isFullLive } ?? false }

  /// Whether a change is a ramp whose turns are not over: nothing but harm ends it.
  func isRamping(_ change: ChangeID) -> Bool { isTurning && ramp?.change == change }

  /// The change that is a ramp of which the experimenter has reported nothing for too long.
  func silentChange(at open: Int64) -> ChangeID? {
    guard let ramp, isTurning, open - ramp.heardAt >= silence else { return nil }
    return ramp.change
  }

  /// A change has ended otherwise than kept.
  mutating func leave(_ change: ChangeID) {
    if ramp?.change == change { ramp = nil }
  }

  /// A person has approved what is in force, which ends the ramp where it is.
  ///
  /// - Returns: the change whose turns were not over.
  mutating func approve() -> ChangeID? {
    let change = isTurning ? ramp?.change : nil
    switching = nil
    ramp = nil
    return change
  }

  // MARK: The turns

  /// Whether a turn was asked for and has not been answered.
  var isSwitching: Bool { switching != nil }

  /// The turn that is due, if the one before it has been answered.
  mutating func nextTurn(at open: Int64, fence: Int64) -> Command? {
    guard let ramp, ramp.wanted > ramp.applied, switching == nil, open >= ramp.notBefore else { return nil }
    switching = VersionSwitch(
      change: ramp.change, turn: ramp.wanted, version: ramp.wantsCandidate ? ramp.candidate : ramp.incumbent,
      fence: fence)
    return request(fence: fence)
  }

  /// The turn that has not been answered, to be asked for under a fence.
  func request(fence: Int64) -> Command? {
    guard var request = switching else { return nil }
    request.fence = fence
    return .switchVersion(request)
  }

  /// The trader says what is in force, which may be the answer to the turn under way.
  mutating func settle(_ now: ConfigurationApplied) {
    guard let turn = now.turn else { return }
    if ramp?.change == now.change { ramp?.applied = turn }
    if let request = switching, request.change == now.change, request.turn <= turn { switching = nil }
  }

  /// - Returns: whether the refusal was of a turn.
  mutating func settle(_ refused: ConfigurationRefused, at open: Int64) -> Bool {
    guard let request = switching, request.change == refused.change else { return false }
    switching = nil
    if case .safety = refused.refusal {
      ramp?.notBefore = open + MarketTime.minute
    } else {
      // The pair is gone or the turn illegal; the experimenter goes on with what the trader says is in force.
      ramp?.applied = request.turn
    }
    return true
  }
}

/// A promotion from its first step on, until its experiment has ended.
struct RunningRamp: Hashable, Sendable, Codable {
  let experiment: ExperimentID
  /// The change that is the live ramp.
  let change: ChangeID
  let incumbent: ConfigurationVersion
  let candidate: ConfigurationVersion
  /// What was in force before.
  let origin: Configuration
  /// The turn that the experimenter wants in force, and the last one that the trader has put in force.
  fileprivate var wanted = 0
  fileprivate var wantsCandidate = true
  fileprivate var applied = 0
  /// Whether the turns are over and the candidate is in force for good.
  fileprivate var isFullLive = false
  /// Open-market time of the experimenter's last report about it.
  fileprivate var heardAt: Int64
  /// Open-market time before which a refused turn is not retried.
  fileprivate var notBefore: Int64 = .min

  init(
    of experiment: ExperimentID, change: ChangeID, from before: ConfigurationApplied, to now: ConfigurationApplied,
    at open: Int64
  ) {
    self.experiment = experiment
    self.change = change
    incumbent = before.version
    candidate = now.version
    origin = before.configuration
    heardAt = open
  }
}

extension ExperimentReport {
  /// Every parameter in which a candidate differs from the incumbent; the winner's, where there is one.
  var parameters: [Parameter] {
    let arms = winner.map { [candidates[$0]] } ?? candidates
    return Parameter.allCases.filter { parameter in
      arms.contains { $0.settings.contains { $0.parameter == parameter } }
    }
  }
}
