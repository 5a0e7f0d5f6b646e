import Domain
import GridTrading
import Statistics

/// The comparison of one applied change with what it replaced.
struct Measurement: Hashable, Sendable, Codable {
  let change: ChangeID
  let version: ConfigurationVersion
  let parameter: Parameter
  /// The parameter's new value.
  let value: ParameterValue
  private(set) var trial: PairedTrial
  /// What was published last.
  private var finding = MeasurementReport.Finding.open

  init(
    of applied: ConfigurationApplied, change: ChangeID, parameter: Parameter, incumbent: GridEngine, quote: Quote,
    now: MarketTime, settings: ExperimenterSettings
  ) {
    self.change = change
    version = applied.version
    self.parameter = parameter
    value = applied.configuration[parameter]
    trial = PairedTrial(
      cloning: incumbent, candidates: [(applied.configuration, applied.version)], quote: quote, now: now,
      plan: PairedComparison.Plan(measurement: settings), alpha: settings.alpha, settings: settings)
  }

  @inline(__always)
  mutating func step(
    _ quote: Quote, gate: inout ShadowGate, fills: inout [Fill], now: MarketTime
  ) -> PairedTrial.Progress {
    trial.step(quote, gate: &gate, fills: &fills, now: now)
  }

  mutating func close(_ isClosing: Bool, quote: Quote) {
    trial.close(isClosing, quote: quote)
  }

  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    trial.flatten(at: quote, fills: &fills)
  }

  /// Both arms follow a change of another parameter.
  mutating func adopt(_ parameter: Parameter, _ value: ParameterValue, version: ConfigurationVersion, quote: Quote) {
    trial.adopt(parameter, value, version: version, quote: quote)
  }

  /// The report after the trial went on: at every block's end and whenever the finding changes.
  mutating func news(
    _ progress: PairedTrial.Progress, now: MarketTime, settings: ExperimenterSettings
  ) -> MeasurementReport? {
    guard progress != .nothing else { return nil }
    let before = finding
    finding = judge(before, atBlock: progress == .block, now: now, settings: settings)
    guard finding != before || progress == .block else { return nil }
    return report(settings)
  }

  /// Harm is looked for at every trade, anything good at the ends of blocks only.
  private func judge(
    _ before: MeasurementReport.Finding, atBlock: Bool, now: MarketTime, settings: ExperimenterSettings
  ) -> MeasurementReport.Finding {
    let arm = trial.candidates[0]
    // What was found is said until the change has ended; only harm may still come out.
    if before == .void || arm.isVoid { return .void }
    if trial.trades >= settings.harmTrades {
      let isBelow = arm.betweenTrades.upperBound.map { $0 < 0 } ?? false
      if before == .harmful || isBelow || arm.harm.rejects(at: settings.alpha) { return .harmful }
    }
    guard atBlock else { return before }
    if trial.trades >= settings.keepTrades, now.open - trial.began.open >= settings.keepTime {
      if arm.isIdentical { return .notWorse }
      // Fewer blocks are too few for bounds that are true only in the limit: stops and targets make skewed differences.
      if trial.blocks >= settings.leastBlocks, let lower = arm.blocks.lowerBound {
        if lower > 0 { return .better }
        if lower > -margin(settings) { return .notWorse }
      }
    }
    let isFutile =
      trial.blocks > settings.leastBlocks && arm.isFutile(goal: -margin(settings), mostBlocks: settings.mostBlocks)
    if trial.blocks >= settings.mostBlocks || isFutile {
      return .exhausted
    }
    return .open
  }

  private func margin(_ settings: ExperimenterSettings) -> Double { settings.marginShare * trial.grossLossPerBlock }

  private func report(_ settings: ExperimenterSettings) -> MeasurementReport {
    let arm = trial.candidates[0]
    return MeasurementReport(
      change: change, version: version, finding: finding, blocks: trial.blocks, trades: trial.trades,
      difference: arm.difference, meanPerBlock: arm.mean, lowerBound: arm.lowerBound, upperBound: arm.upperBound,
      logHarm: arm.harm.logEValue, logGain: arm.gain.logEValue, margin: margin(settings))
  }
}
