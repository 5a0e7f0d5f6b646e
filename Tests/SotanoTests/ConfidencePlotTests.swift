import Domain
import Foundation
import Testing

@testable import sotano

struct ConfidencePlotTests {
  private func moment(_ block: Int, _ mean: Double, _ half: Double) -> JournalledEvents.Experiment {
    let candidate = ExperimentReport.Candidate(
      parameter: .gridSpacing, value: .pips(Pips(26)), blocks: block, meanPerBlock: .value(mean),
      lowerBound: .value(mean - half), upperBound: .value(mean + half), logEValue: 0, correlation: .undefined)
    return JournalledEvents.Experiment(
      time: .origin,
      report: ExperimentReport(
        id: ExperimentID(4), stage: .pairedShadow, hypothesis: "wider & <better>", candidates: [candidate],
        winner: nil, level: 0.05, trades: 50 * block, startedAt: .origin, endedAt: nil, conclusion: ""))
  }

  @Test func `every block is drawn, on axes with their units, for light and dark`() throws {
    let history = (2...20).map { moment($0, 3, 40 / Double($0).squareRoot()) }
    let svg = ConfidencePlot(history, currency: "USD").svg
    let mean = try #require(svg.split(separator: "\n").first { $0.contains("class=\"mean c0\"") })
    #expect(mean.split(separator: " ").count { $0.contains(",") } == 19)
    for word in [
      "Experiment 4: wider &amp; &lt;better>", "gridSpacing 26", "USD a block", "blocks of the incumbent's trades",
      "prefers-color-scheme: dark", "class=\"zero\"",
    ] { #expect(svg.contains(word), "\(word)") }
    #expect(svg.hasSuffix("</svg>\n"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }

  @Test func `without two blocks the picture says so`() {
    #expect(ConfidencePlot([], currency: "USD").svg.contains("no block has two values yet"))
  }

  @Test func `ticks are round numbers within the axis`() {
    let scale = PlotScale(from: -31, to: 52, onto: 0...100)
    #expect(scale.ticks(5) == [-20, 0, 20, 40])
    #expect(scale[-31] == 0 && scale[52] == 100 && scale[1000] == 100)
    #expect(PlotScale.label(20) == "20" && PlotScale.label(0.5) == "0.5")
  }
}
