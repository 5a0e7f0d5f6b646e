import Domain

/// A promotion from its first step on, until its experiment has ended.
struct RunningRamp: Hashable, Sendable, Codable {
  var experiment: ExperimentID
  /// The change that is the live ramp.
  var change: ChangeID
  var incumbent: ConfigurationVersion
  var candidate: ConfigurationVersion
  /// What was in force before.
  var origin: Configuration
  /// The turn that the experimenter wants in force, and the last one that the trader has put in force.
  var wanted = 0
  var wantsCandidate = true
  var applied = 0
  /// Whether the turns are over and the candidate is in force for good.
  var isFullLive = false
  /// Open-market time of the experimenter's last word about it.
  var heardAt: Int64
  /// Open-market time before which a refused turn is not asked for again.
  var notBefore: Int64 = .min
}

extension LiveOptimizer {
  /// An experiment has come further: its ramp takes another turn, goes full live, or is over.
  mutating func hear(_ report: ExperimentReport, _ effects: inout [Effect]) {
    if report.stage.isFinal {
      if experiment?.id == report.id { experiment = nil }
      if ramp?.experiment == report.id { endRamp(report, &effects) }
    } else if report.stage != .queued {
      experiment = RunningExperiment(id: report.id, parameters: report.parameters, stage: report.stage)
      if ramp?.experiment == report.id { follow(report) }
    }
    advance(&effects)
  }

  private mutating func follow(_ report: ExperimentReport) {
    ramp?.heardAt = time.open
    if report.stage == .fullLive { ramp?.isFullLive = true }
    guard let turns = report.ramp, let ramp, turns.change == ramp.change, turns.turn > ramp.wanted else { return }
    self.ramp?.wanted = turns.turn
    self.ramp?.wantsCandidate = turns.isCandidate
  }

  /// A promoted experiment leaves its candidate as the incumbent; any other end takes the candidate back, once.
  private mutating func endRamp(_ report: ExperimentReport, _ effects: inout [Effect]) {
    guard let ramp, let now = inForce else { return }
    self.ramp = nil
    guard report.stage != .promoted else { return }
    for parameter in report.parameters {
      let old = ramp.origin[parameter]
      endLive(of: parameter, from: ramp.change, as: report.stage == .rejected ? .reverted : .inconclusive, &effects)
      // A switch that is under way may still bring the candidate: the plan is looked at again when it has answered.
      let isBack = now.configuration[parameter] == old && switching == nil
      guard !isBack || live.contains(where: { $0.parameter == parameter }) else {
        plans.removeAll { $0.parameter == parameter }
        continue
      }
      planRollback(
        of: parameter, to: old, undoes: ramp.change, by: .role(.optimizer),
        reason: "experiment \(report.id) ended \(report.stage.rawValue)", evidence: report.conclusion, &effects)
    }
  }

  /// An experimenter that is gone for good leaves nobody to end the candidate's turn: it is taken back.
  mutating func endSilentRamp(_ effects: inout [Effect]) {
    guard let silent = ramp, !silent.isFullLive, time.open - silent.heardAt >= settings.rampSilence,
      let record = live.first(where: { $0.id == silent.change })
    else { return }
    endLive(of: record.parameter, from: record.id, as: .inconclusive, &effects)
    planRollback(
      of: record.parameter, to: record.from, undoes: record.id, by: .role(.optimizer),
      reason: "the experimenter has said nothing of the live ramp for \(settings.rampSilence / MarketTime.hour) hours",
      evidence: "", &effects)
  }

  /// Sends the turn that is due, if the one before it has been answered.
  mutating func sendSwitch(_ effects: inout [Effect]) {
    guard let ramp, ramp.wanted > ramp.applied, switching == nil, time.open >= ramp.notBefore else { return }
    switching = VersionSwitch(
      change: ramp.change, turn: ramp.wanted, version: ramp.wantsCandidate ? ramp.candidate : ramp.incumbent,
      fence: epoch)
    resendSwitch(&effects)
  }

  mutating func resendSwitch(_ effects: inout [Effect]) {
    guard var request = switching else { return }
    request.fence = epoch
    switching = request
    effects.append(.send(id: newCommand(), .switchVersion(request)))
  }

  /// Whether the trader's word is the answer to the switch under way.
  mutating func settleSwitch(_ now: ConfigurationApplied) {
    guard let turn = now.turn else { return }
    if ramp?.change == now.change { ramp?.applied = turn }
    if let request = switching, request.change == now.change, request.turn <= turn { switching = nil }
  }

  /// - Returns: whether the refusal was of a switch.
  mutating func hearRefusedSwitch(_ refused: ConfigurationRefused) -> Bool {
    guard let request = switching, request.change == refused.change else { return false }
    switching = nil
    if case .safety = refused.refusal {
      ramp?.notBefore = time.open + MarketTime.minute
    } else {
      // The pair is gone or the turn illegal; the experimenter goes on with what the trader says is in force.
      ramp?.applied = request.turn
    }
    return true
  }

  /// Whether a change is a ramp whose turns are not over: nothing but harm ends it.
  func isRamping(_ id: ChangeID) -> Bool {
    ramp.map { $0.change == id && !$0.isFullLive } ?? false
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
