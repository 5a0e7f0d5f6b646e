package import AdaptiveController
package import Domain
package import ExperimentEngine
package import LiveOptimizer
package import RealTimeMonitor
package import ReferenceBot

/// Everything that the configuration file may say, with the values in force where it is silent.
package struct StackSettings: Hashable, Sendable, Codable {
  /// The account's name on the bus: letters, digits, `_` and `-`.
  package var bot: String
  /// Days of every year on which the venue is closed, in place of the symbol profile's; `nil` for those.
  package var holidays: [YearDay]?
  /// Which parameter values to start with; `nil` leaves the symbol profile's.
  package var parameters: StartingParameters
  package var trader: TraderSettings
  package var monitor: MonitorSettings
  package var experimenter: ExperimenterSettings
  package var controller: ControllerSettings
  package var optimizer: OptimizerSettings

  package init(
    bot: String = "grid", holidays: [YearDay]? = nil, parameters: StartingParameters = StartingParameters(),
    trader: TraderSettings = TraderSettings(), monitor: MonitorSettings = MonitorSettings(),
    experimenter: ExperimenterSettings = ExperimenterSettings(), controller: ControllerSettings = ControllerSettings(),
    optimizer: OptimizerSettings = OptimizerSettings()
  ) {
    self.bot = bot
    self.holidays = holidays
    self.parameters = parameters
    self.trader = trader
    self.monitor = monitor
    self.experimenter = experimenter
    self.controller = controller
    self.optimizer = optimizer
  }
}
