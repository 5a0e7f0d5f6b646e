import Domain
import GridTrading

extension ExperimentEngine {
  /// The ramp takes the next quote; a proven candidate whose ramp nobody begins does not wait for ever.
  mutating func runRamp(_ quote: Quote, _ gate: inout ShadowGate, _ effects: inout [Effect]) {
    if let progress = experiment?.ramp?.step(quote, gate: &gate, fills: &fills) {
      switch progress {
      case .nothing: break
      case .turn:
        if experiment?.ramp?.isHarmful == true {
          finishExperiment(.rejected, "harmful in the live ramp: its matched pairs of turns lie below 0", &effects)
          startNext(&effects)
        } else {
          sayTurn(&effects)
        }
      case .complete: goFullLive(quote, &effects)
      }
    } else if let since = experiment?.waitsSince, time.open - since >= settings.rampPatience {
      finishExperiment(.inconclusive, "proven by the shadows, but nobody began its live ramp", &effects)
      startNext(&effects)
    }
  }

  private mutating func sayTurn(_ effects: inout [Effect]) {
    guard let ramp = experiment?.ramp?.report else { return }
    experiment?.report.ramp = ramp
    if let report = experiment?.report { effects.append(.publish(.experiment(report))) }
  }

  private mutating func goFullLive(_ quote: Quote, _ effects: inout [Effect]) {
    guard let incumbent, let ramp = experiment?.ramp, let inForce else { return }
    let now = candidate(of: ramp, inForce)
    experiment?.beginFullLive(now, incumbent: incumbent, quote: quote, now: time, settings: settings)
    if let report = experiment?.report { effects.append(.publish(.experiment(report))) }
  }

  /// What is in force in the candidate's turns.
  private func candidate(of ramp: LiveRamp, _ inForce: ConfigurationApplied) -> Configuration {
    measurements.first { $0.change == ramp.change }.flatMap {
      ramp.incumbent.configuration.replacing($0.parameter, with: $0.value)
    } ?? inForce.configuration
  }

  /// A change in force turns out to be the experiment's ramp.
  mutating func beginRamp(_ record: ChangeRecord, _ effects: inout [Effect]) {
    guard let experiment, experiment.report.stage == .liveRamp, experiment.ramp == nil,
      record.ramp == experiment.report.id, record.stage == .measuring, let version = record.version,
      let predecessor = predecessor, predecessor.change == record.id, let incumbent
    else { return }
    self.experiment?.ramp = LiveRamp(
      change: record.id, incumbent: predecessor.applied, candidate: version, shadow: incumbent,
      seed: experiment.report.seed, settings: settings)
    self.experiment?.waitsSince = nil
    sayTurn(&effects)
  }

  /// This process was away: a candidate that had its turn is taken back, once, and its pair begins anew.
  mutating func takeBackAfterAbsence() -> [Effect] {
    guard experiment?.report.stage == .liveRamp, experiment?.ramp?.interrupt() == true else { return [] }
    experiment?.report.story.append("live ramp: the candidate was taken back because the experimenter had been away")
    var effects: [Effect] = []
    sayTurn(&effects)
    return effects
  }

  /// What a change of the configuration in force means to the experiment.
  ///
  /// - Parameters:
  ///   - moved: the parameters that differ now.
  ///   - change: the change that moved them; `nil` where the trader only says what is in force.
  mutating func noteMove(
    _ moved: [Parameter], _ now: ConfigurationApplied, quote: Quote, _ effects: inout [Effect]
  ) {
    guard let experiment else { return }
    let own = moved.filter { experiment.parameters.contains($0) }
    switch experiment.report.stage {
    case .pairedShadow:
      if let parameter = own.first {
        let value = now.configuration[parameter]
        return finishExperiment(
          .inconclusive, "the incumbent's \(parameter.rawValue) moved to \(value) under it", &effects)
      }
    case .fullLive:
      if let ramp = experiment.ramp,
        experiment.parameters.allSatisfy({ now.configuration[$0] == ramp.incumbent.configuration[$0] })
      {
        return finishExperiment(.inconclusive, "the candidate was taken back in full live", &effects)
      }
    case .liveRamp:
      if let ramp = experiment.ramp, now.change != ramp.change {
        return finishExperiment(.inconclusive, "another change came into force during the live ramp", &effects)
      }
    case .queued, .replay, .promoted, .rejected, .inconclusive, .cancelled: break
    }
    for parameter in moved {
      let value = now.configuration[parameter]
      self.experiment?.trial?.adopt(
        parameter, value, version: now.version, quote: quote, candidatesOnly: own.contains(parameter))
    }
  }

  /// The optimizer has ended the change that is the ramp, or another one moved what the candidate waits to move.
  mutating func noteEnd(_ record: ChangeRecord, _ effects: inout [Effect]) {
    guard let experiment, experiment.report.stage == .liveRamp else { return }
    if record.ramp == experiment.report.id, experiment.ramp?.change == record.id,
      record.stage == .reverted || record.stage == .inconclusive
    {
      let isHarm = record.measurement?.finding == .harmful
      finishExperiment(
        isHarm ? .rejected : .inconclusive,
        isHarm
          ? "harmful in the live ramp: the candidate's shadow lies below its predecessor's"
          : "the live ramp was taken back", &effects)
      startNext(&effects)
    } else if experiment.ramp == nil, record.stage == .applied, record.ramp != experiment.report.id,
      experiment.parameters.contains(record.parameter)
    {
      finishExperiment(
        .inconclusive, "the incumbent's \(record.parameter.rawValue) moved to \(record.to) under it", &effects)
      startNext(&effects)
    }
  }
}

/// What was in force before the last change.
struct Predecessor: Hashable, Sendable, Codable {
  var change: ChangeID
  var applied: ConfigurationApplied
}
