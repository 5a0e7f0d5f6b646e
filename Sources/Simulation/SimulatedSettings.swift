internal import AdaptiveController
internal import Domain
internal import ExperimentEngine
internal import GridTrading
internal import LiveOptimizer
internal import RealTimeMonitor
internal import ReferenceBot

/// The settings of a simulated stack: the defaults, but for samples small enough that verdicts, alerts and stops fall
/// within a day.
struct SimulatedSettings {
  let profile: SymbolProfile
  var monitor = MonitorSettings()
  var experimenter = ExperimenterSettings()
  var controller = ControllerSettings()
  var optimizer = OptimizerSettings()

  init?() {
    guard let profile = SymbolProfile.named("EURUSD") else { return nil }
    self.profile = profile
    monitor.recentTrades = 20
    monitor.policies.baselineTrades = 15
    monitor.policies.sessionMinimum = 10
    monitor.limits.dailyLoss = HardLimit(raisesAt: 2, clearsAt: 1, reducesAt: 6, haltsAt: 9)
    experimenter.blockTime = 0
    experimenter.blockTrades = 4
    experimenter.measurementBlockTrades = 2
    experimenter.mostBlocks = 8
    experimenter.leastBlocks = 3
    experimenter.harmTrades = 4
    experimenter.keepTrades = 6
    experimenter.alpha = 0.3
    optimizer.harmTrades = 4
    optimizer.keepTrades = 6
    optimizer.mostBlocks = 8
    optimizer.stepTrades = 3
    optimizer.reductionTrades = 10
    optimizer.effectTrades = 10
  }

  /// The profile as the trader has it. Planted: one whose rules forbid next to nothing.
  func traderProfile(_ bug: PlantedBug?) -> SymbolProfile {
    guard bug == .boundsOnlyAtOptimizer else { return profile }
    var loose = profile
    loose.rules.cooldown = 0
    loose.rules.driftPerMille = 100_000
    loose.rules.gridSpacing = ParameterRule(lowest: 1, highest: 100_000, risePerMille: 100_000, fallPerMille: 1000)
    loose.rules.takeProfit = loose.rules.gridSpacing
    loose.rules.stopLoss = loose.rules.gridSpacing
    loose.rules.lotSize = loose.rules.gridSpacing
    return loose
  }
}
