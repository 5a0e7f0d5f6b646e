import Domain
import Evaluation
import Foundation

/// An evaluation as one page without a script, with plots of equity and drawdown.
struct EvaluateHtml {
  private let report: EvaluateReport
  private let judged: [EvaluateShards.Judged]

  init(_ report: EvaluateReport, _ judged: [EvaluateShards.Judged]) {
    self.report = report
    self.judged = judged
  }

  var text: String {
    let files = zip(report.files, judged).map { file, judged in
      """
      <section>
      <h2>\(file.file.escapedForMarkup)</h2>
      \(plots(judged.evaluation, currency: file.currency))
      </section>
      """
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Does tuning pay?</title>
      <style>
      :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.4 }
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
      pre { overflow-x: auto; font-size: 0.85rem }
      svg { width: 100%; height: auto }
      svg text { fill: currentColor; font-size: 12px }
      polyline { fill: none; stroke-width: 1.5 }
      \(Self.bots.map { ".\($0.key) { stroke: \($0.colour) }" }.joined(separator: "\n"))
      .axis { stroke: currentColor; stroke-opacity: 0.4 }
      </style>
      <h1>Does tuning pay?</h1>
      <p>Each bot on the same quotes and costs. How the judge works and what its numbers do not say:
      <code>docs/evaluation.md</code>.</p>
      \(files.joined(separator: "\n"))
      <h2>Numbers</h2>
      <pre>\(EvaluateText(report).text.escapedForMarkup)</pre>
      </html>

      """
  }

  private static let bots: [(key: String, name: String, colour: String)] = [
    ("tuned", "tuned", "#0072b2"), ("twin", "twin", "#e69f00"), ("frozen", "frozen", "#777777"),
    ("naive", "naive", "#cc79a7"), ("limits", "limits only", "#009e73"),
  ]

  private func plots(_ judged: FileEvaluation, currency: String) -> String {
    let courses = [
      judged.tuned.course, judged.twin, judged.frozen.course, judged.naive.course, judged.limitsOnly.course,
    ]
    return plot("Profit in \(currency), open trades included", courses) { $0.profit.value }
      + plot("Drawdown in \(currency)", courses) { -$0.drawdown.value }
  }

  /// One line a bot over the days.
  private func plot(_ title: String, _ courses: [Course], _ value: (Course.Day) -> Double) -> String {
    let days: [Course.Day] = courses.flatMap(\.days)
    let values: [Double] = days.map(value) + [0]
    guard let first = days.map(\.number).min(), let last = days.map(\.number).max(), let low = values.min(),
      let high = values.max()
    else {
      return ""
    }
    let across = PlotScale(from: Double(first), to: Double(last), onto: 70...890)
    let up = PlotScale(from: high - max(high - low, 1), to: high, onto: 20...240, isUpward: true)
    func x(_ day: Int64) -> String { across[Double(day)].formatted(1) }
    func y(_ value: Double) -> String { up[value].formatted(1) }
    let (from, to) = (MarketTime.date(ofDay: first), MarketTime.date(ofDay: last))
    let lines = zip(Self.bots, courses).map { bot, course in
      let points = course.days.map { "\(x($0.number)),\(y(value($0)))" }.joined(separator: " ")
      return "<polyline class=\"\(bot.key)\" points=\"\(points)\"/>"
    }
    let names = Self.bots.enumerated().map { place, bot in
      let left = 70 + place * 110
      return """
        <polyline class="\(bot.key)" points="\(left),268 \(left + 25),268"/><text x="\(left + 30)" y="272">\(bot.name)</text>
        """
    }
    return """
      <svg viewBox="0 0 900 280" role="img" aria-label="\(title.escapedForMarkup)">
      <text x="70" y="12">\(title.escapedForMarkup)</text>
      <line class="axis" x1="70" x2="890" y1="\(y(0))" y2="\(y(0))"/>
      <text x="64" y="\(y(high))" text-anchor="end">\(high.formatted(0))</text>
      <text x="64" y="\(y(low))" text-anchor="end">\(low.formatted(0))</text>
      <text x="70" y="254">\(from)</text><text x="890" y="254" text-anchor="end">\(to)</text>
      \((lines + names).joined(separator: "\n"))
      </svg>

      """
  }
}
