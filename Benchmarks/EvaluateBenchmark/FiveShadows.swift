import AdaptiveController
import Domain
import Evaluation
import GridTrading
import Measuring
import RealTimeMonitor

/// The stack with an experiment of four candidates from its first day to its last: with the incumbent's, five shadows.
struct FiveShadows {
  /// Processor time.
  private(set) var seconds = 0.0
  /// Minutes in which the experiment ran, of all.
  private(set) var share = 0.0
  private(set) var experiments = 0

  init(_ series: QuoteSeries, _ profile: SymbolProfile) {
    var settings = TunerSettings()
    // Nobody else may want an experiment, and no stop may end the year.
    settings.controller.policies = []
    settings.monitor.limits.drawdown.reducesAt = nil
    settings.monitor.limits.drawdown.haltsAt = nil
    var stack = settings.stack(profile: profile, configuration: profile.defaults)
    let start = OwnProcess.threadTime
    var isRunning = false
    var (running, all) = (0, 0)
    let observe: (Event, MarketTime) -> Void = { event, _ in
      if case .experiment(let report) = event { isRunning = !report.stage.isFinal && report.stage != .queued }
    }
    stack.start(observe: observe)
    var minutes = MarketMinutes(series)
    while let quotes = minutes.next() {
      // One that ends is followed by the next.
      if !isRunning, all % 60 == 30 {
        experiments += 1
        stack.submit(.startExperiment(request), id: "benchmark-\(experiments)", by: "benchmark")
      }
      stack.run(QuoteBatch(quotes: quotes), observe: observe)
      all += 1
      running += isRunning ? 1 : 0
    }
    seconds = OwnProcess.threadTime - start
    share = Double(running) / Double(max(1, all))
  }

  private var request: ExperimentRequest {
    ExperimentRequest(
      hypothesis: "five shadows take little time", parameter: .gridSpacing,
      values: [160, 180, 220, 240].map { .pips(Pips(tenths: $0)) }, priority: 1)
  }
}
