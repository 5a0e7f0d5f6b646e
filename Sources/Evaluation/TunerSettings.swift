package import AdaptiveController
package import Domain
package import ExperimentEngine
package import LiveOptimizer
package import RealTimeMonitor
package import ReferenceBot

/// The settings of the bot and of the four cores that tune it.
package struct TunerSettings: Hashable, Sendable {
  package var trader: TraderSettings
  package var monitor: MonitorSettings
  package var experimenter: ExperimenterSettings
  package var controller: ControllerSettings
  package var optimizer: OptimizerSettings

  package init(
    trader: TraderSettings = TraderSettings(), monitor: MonitorSettings = MonitorSettings(),
    experimenter: ExperimenterSettings = ExperimenterSettings(), controller: ControllerSettings = ControllerSettings(),
    optimizer: OptimizerSettings = OptimizerSettings()
  ) {
    self.trader = trader
    self.monitor = monitor
    self.experimenter = experimenter
    self.controller = controller
    self.optimizer = optimizer
  }

  /// The controller's policies, the most urgent first.
  package var policies: [String] { controller.policies.map(\.name) }

  /// Leaves out every other policy of the controller.
  package mutating func keepPolicies(_ names: [String]) {
    controller.policies.removeAll { !names.contains($0.name) }
  }

  /// The same without any policy: what the hard limits alone do.
  package var limitsOnly: TunerSettings {
    var copy = self
    copy.controller.policies = []
    return copy
  }

  package func stack(profile: SymbolProfile, configuration: Configuration) -> LockstepStack {
    LockstepStack(
      trader: Trader(profile: profile, configuration: configuration, settings: trader),
      monitor: RealTimeMonitor(profile: profile, settings: monitor),
      experimenter: ExperimentEngine(profile: profile, settings: experimenter),
      controller: AdaptiveController(profile: profile, settings: controller),
      optimizer: LiveOptimizer(profile: profile, settings: optimizer))
  }
}
