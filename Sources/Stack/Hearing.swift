internal import AdaptiveController
package import Domain
internal import ExperimentEngine
internal import LiveOptimizer
internal import RealTimeMonitor
internal import ReferenceBot

/// What each process's core takes as an input, as the cores declare it; for code that asks about another process than
/// its own.
package enum Hearing {
  package static func sources(of role: Role) -> [Role] {
    switch role {
    case .trader: Trader.sources
    case .monitor: RealTimeMonitor.sources
    case .experimenter: ExperimentEngine.sources
    case .controller: AdaptiveController.sources
    case .optimizer: LiveOptimizer.sources
    }
  }
}
