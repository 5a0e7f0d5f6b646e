import ArgumentParser
import Foundation
import Runtime
import Study

/// Simulates experiments and counts the wrong promotions and the trades that right ones take.
struct StudyPromotion: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promotion",
    abstract: "Simulate experiments through the rule that promotes a candidate.",
    discussion: """
      Simulated bots trade as grids do: many small wins, rare large losses, losses in clusters. Their candidates are \
      equal (null.*), gain nothing but hide disasters (tail.*) or heavier losses (scaled.*), or have a profit factor \
      10 % better (trades80.*, power.*). All go through the code that judges live experiments.

      null, tail, scaled   share of experiments that promoted a candidate that gains nothing
      trades80             the incumbent's trades by which 80 % of the experiments had promoted the better candidate
      power                share that promoted it before the rule gave up
      plan.factor          those trades over the trades of a single look at fixed size
      naive.peeking        share in which Welch's test, looked at after every trade, found a difference that is not there

      rho is the share of trades in common with the incumbent, phi the persistence of the regime, k4 four candidates of \
      which one is better, third the third experiment of a quarter without a promotion. Every figure has a 95 % interval. \
      The same seed gives the same figures on any number of cores.
      """)

  @Option(help: ArgumentHelp("Experiments simulated for each figure.", valueName: "count")) var runs = 5_000

  @Option(help: ArgumentHelp("Seed of the simulations.", valueName: "number")) var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Only figures whose key begins so, such as tail.", valueName: "prefix")) var only = ""

  @Flag(help: "Print JSON: one flat object, the interval's ends as KEY.low and KEY.high.") var json = false

  func validate() throws {
    if runs < 1 { throw ValidationError("--runs wants at least one run.") }
    if scenarios.isEmpty {
      let keys = PromotionScenario.all.map(\.key).joined(separator: ", ")
      throw ValidationError("--only \(only): no figure's key begins so; there are \(keys).")
    }
  }

  func run() async throws {
    Signals.install()
    let study = PromotionStudy(runs: runs, seed: seed)
    var figures: [String: StudyFigure] = [:]
    for (scenario, outcomes) in try await played(study) {
      figures.merge(study.figures(of: scenario, outcomes)) { $1 }
    }
    let summary = PromotionStudy.summary(of: figures)
    if json {
      try say(json: flat(figures.merging(summary) { $1 }))
    } else {
      say(table(figures, summary))
    }
  }

  private var scenarios: [Int] {
    PromotionScenario.all.indices.filter { PromotionScenario.all[$0].key.hasPrefix(only) }
  }

  /// Runs that one core takes at a time.
  private static let batch = 50

  /// In the order of scenarios and runs, whichever core was first.
  private func played(_ study: PromotionStudy) async throws -> [Int: [SimulatedExperiment.Outcome]] {
    let work = scenarios.flatMap { scenario in
      stride(from: 0, to: runs, by: Self.batch).map { (scenario, $0..<min($0 + Self.batch, runs)) }
    }
    let total = scenarios.count * runs
    var progress = ProgressLine()
    defer { progress.finish() }
    let parts = await withTaskGroup(of: (Int, [SimulatedExperiment.Outcome]).self) { group in
      var waiting = work.enumerated().makeIterator()
      func addNext() {
        guard !Signals.isEnding, let (place, part) = waiting.next() else { return }
        group.addTask { (place, study.outcomes(of: part.0, runs: part.1)) }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { addNext() }
      var done: [Int: [SimulatedExperiment.Outcome]] = [:]
      var count = 0
      while let (place, outcomes) = await group.next() {
        done[place] = outcomes
        count += outcomes.count
        let line = PromotionScenario.all[work[place].0].key
        progress.show(ProgressBar.text(Double(count) / Double(total), "\(count) of \(total) experiments, \(line)"))
        addNext()
      }
      return done
    }
    guard parts.count == work.count else {
      tell("interrupted; nothing is printed of a study that was not finished")
      throw ExitCode(130)
    }
    var outcomes: [Int: [SimulatedExperiment.Outcome]] = [:]
    for place in work.indices { outcomes[work[place].0, default: []] += parts[place] ?? [] }
    return outcomes
  }

  private func flat(_ figures: [String: StudyFigure]) -> [String: Double] {
    var flat = ["runs": Double(runs), "seed": Double(seed)]
    for (key, figure) in figures {
      flat[key] = figure.value
      flat[key + ".low"] = figure.low
      flat[key + ".high"] = figure.high
    }
    return flat
  }

  private func table(_ figures: [String: StudyFigure], _ summary: [String: StudyFigure]) -> String {
    var table = Table(["figure", "value", "95 % interval"])
    let keys = PromotionScenario.all.map(\.key)
    let powers = keys.map { $0.replacing("trades80", with: "power") }.filter { !keys.contains($0) }
    for key in summary.keys.sorted() + keys + powers {
      guard let figure = figures[key] ?? summary[key] else { continue }
      func text(_ value: Double?) -> String {
        guard let value else { return "beyond" }
        if key == "plan.factor" { return value.formatted(2) }
        return key.hasPrefix("trades80") ? value.formatted(0) : "\((100 * value).formatted(2)) %"
      }
      table.add([key, text(figure.value), "\(text(figure.low)) to \(text(figure.high))"])
    }
    return "\(runs) experiments for each figure, seed \(seed)\n\n" + table.text
  }
}
