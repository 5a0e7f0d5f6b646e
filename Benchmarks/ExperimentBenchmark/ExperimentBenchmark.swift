import Domain
import ExperimentEngine
import Foundation
import Measuring
import Study

/// Measures what an observation costs in all running sequential tests, and how many experiments can be simulated.
///
///     ExperimentBenchmark [.build/bench.json]
@main
enum ExperimentBenchmark {
  static func main() throws {
    let values = [
      "experiment.observation_us": observation(candidates: 1),
      "experiment.observation_k4_us": observation(candidates: 4),
      "experiment.simulated_per_minute": simulated(),
    ]
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { print("\(key)  \(String(format: "%.3f", value))") }
    if CommandLine.arguments.count > 1 { try BenchmarkFile.merge(values, into: CommandLine.arguments[1]) }
  }

  /// Microseconds for a trade of the incumbent and of each candidate: bets on gain, on harm and on the tail, both
  /// confidence sequences, the dependence of the differences, and at a block's end the verdict.
  static func observation(candidates: Int) -> Double {
    let trades = 200_000
    var random = SplitMix64(seed: 4)
    let profits = (0..<trades).map { _ in Money(micros: Int64(random.next() % 30_000_000) - 15_000_000) }
    let rule = PromotionRule(level: 0.05)
    let worstCaseRises = Array(repeating: false, count: candidates)
    let time = Stopwatch.best(of: 5) {
      var comparison = PairedComparison(candidates: candidates, alpha: 0.05, plan: .init(), open: 0)
      var (old, new) = (Money.zero, Money.zero)
      for (number, profit) in profits.enumerated() {
        let own = profits[trades - 1 - number]
        old = old + profit
        new = new + own
        for index in 0..<candidates {
          comparison.close(index, own)
          comparison.settle(index, new - old, within: -100...100)
        }
        comparison.closeIncumbent(profit)
        guard comparison.endTrade(old, open: Int64(number)) else { continue }
        _ = rule.judge(comparison, worstCaseRises: worstCaseRises, fidelity: .faithful)
      }
    }
    return time * 1000 / Double(trades)
  }

  /// Experiments of 6,000 trades a minute of one core, random numbers and all.
  static func simulated() -> Double {
    let experiment = SimulatedExperiment(
      bot: GridBotModel(regime: 0.9), candidates: [.equal], correlation: 0.9, level: 0.05, horizon: 6_000)
    let runs = 200
    let time = Stopwatch.best(of: 3) {
      for run in 0..<runs { _ = experiment.run(SplitMix64(seed: 1, scenario: 0, run: UInt64(run))) }
    }
    return 60_000 / (time / Double(runs))
  }
}
