import Domain
import Foundation
import Safety

/// The bounds of an experiment's mean difference, block by block, as a picture.
///
/// Colours are picked by the viewer's light or dark preference; every line has a label too.
struct ConfidencePlot {
  struct Point {
    var block: Double
    var mean: Double
    var lower: Double
    var upper: Double
  }

  struct Curve {
    var name: String
    var points: [Point]
  }

  let title: String
  let unit: String
  let curves: [Curve]

  private static let (width, height) = (760.0, 420.0)
  private static let (left, right, top, bottom) = (78.0, 18.0, 46.0, 56.0)

  init(_ history: [JournalledEvents.Experiment], currency: String) {
    let last = history.last?.report
    title = last.map { "Experiment \($0.id): \($0.hypothesis)" } ?? "No experiment"
    unit = currency
    curves = (last?.candidates ?? []).indices.map { place in
      var points: [Point] = []
      for moment in history where moment.report.candidates.indices.contains(place) {
        let candidate = moment.report.candidates[place]
        guard let mean = candidate.meanPerBlock.known, let lower = candidate.lowerBound.known,
          let upper = candidate.upperBound.known, points.last.map({ Double(candidate.blocks) > $0.block }) ?? true
        else { continue }
        points.append(Point(block: Double(candidate.blocks), mean: mean, lower: lower, upper: upper))
      }
      return Curve(name: last?.candidates[place].name ?? "", points: points)
    }
  }

  func write(to path: String) throws {
    do {
      try Data(svg.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Failure(.cannotCreate, "\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  var svg: String {
    let points = curves.flatMap(\.points)
    var parts = [Self.head, text(Self.left, 24, title, "title", anchor: "start")]
    guard let firstBlock = points.map(\.block).min(), let lastBlock = points.map(\.block).max() else {
      parts.append(text(Self.width / 2, Self.height / 2, "no block has two values yet", "label"))
      return (parts + ["</svg>\n"]).joined(separator: "\n")
    }
    let x = PlotScale(from: firstBlock, to: max(lastBlock, firstBlock + 1), onto: Self.left...Self.width - Self.right)
    // The first bounds are wide beyond use: the picture is cut where three quarters of them fit.
    let reach = points.map { max(abs($0.lower), abs($0.upper)) }.sorted()[points.count * 3 / 4] * 1.15
    let y = PlotScale(from: -reach, to: reach, onto: Self.top...Self.height - Self.bottom, isUpward: true)
    parts += axes(x, y)
    for (place, curve) in curves.enumerated() where !curve.points.isEmpty { parts += drawn(curve, place, x, y) }
    return (parts + ["</svg>\n"]).joined(separator: "\n")
  }

  private func axes(_ x: PlotScale, _ y: PlotScale) -> [String] {
    let (bottom, right) = (Self.height - Self.bottom, Self.width - Self.right)
    var parts = [
      "<rect class=\"frame\" x=\"\(Self.left)\" y=\"\(Self.top)\" width=\"\(right - Self.left)\" "
        + "height=\"\(bottom - Self.top)\"/>",
      "<line class=\"zero\" x1=\"\(Self.left)\" x2=\"\(right)\" y1=\"\(n(y[0]))\" y2=\"\(n(y[0]))\"/>",
    ]
    for tick in y.ticks(5) {
      parts.append(text(Self.left - 8, y[tick] + 4, PlotScale.label(tick), "tick", anchor: "end"))
      parts.append(
        "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(right)\" y1=\"\(n(y[tick]))\" y2=\"\(n(y[tick]))\"/>")
    }
    for tick in x.ticks(8) where tick == tick.rounded() {
      parts.append(text(x[tick], bottom + 18, PlotScale.label(tick), "tick"))
    }
    parts.append(text((Self.left + right) / 2, Self.height - 14, "blocks of the incumbent's trades", "label"))
    parts.append(
      "<text class=\"label\" text-anchor=\"middle\" transform=\"translate(18 \((Self.top + bottom) / 2)) rotate(-90)\">"
        + "candidate less incumbent, \(unit.escapedForMarkup) a block</text>")
    return parts
  }

  private func drawn(_ curve: Curve, _ place: Int, _ x: PlotScale, _ y: PlotScale) -> [String] {
    func at(_ block: Double, _ value: Double) -> String { "\(n(x[block])),\(n(y[value]))" }
    let upper = curve.points.map { at($0.block, $0.upper) }
    let lower = curve.points.reversed().map { at($0.block, $0.lower) }
    let mean = curve.points.map { at($0.block, $0.mean) }
    return [
      "<polygon class=\"band c\(place)\" points=\"\((upper + lower).joined(separator: " "))\"/>",
      "<polyline class=\"mean c\(place)\" points=\"\(mean.joined(separator: " "))\"/>",
      "<rect class=\"key c\(place)\" x=\"\(Self.left + 10)\" y=\"\(Self.top + 10 + 18 * Double(place))\" width=\"14\" "
        + "height=\"10\"/>",
      text(Self.left + 30, Self.top + 19 + 18 * Double(place), curve.name, "tick", anchor: "start"),
    ]
  }

  private func text(
    _ x: Double, _ y: Double, _ content: String, _ style: String, anchor: String = "middle"
  ) -> String {
    "<text class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\">\(content.escapedForMarkup)</text>"
  }

  private func n(_ number: Double) -> String { number.formatted(1) }

  private static let head = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 420" role="img" font-family="system-ui, sans-serif">
    <style>
    svg { color: #1f2328; background: #ffffff }
    text { fill: currentColor } .title { font-size: 15px; font-weight: 600 } .label { font-size: 12px }
    .tick { font-size: 11px } .frame { fill: none; stroke: currentColor; stroke-opacity: .35 }
    .grid { stroke: currentColor; stroke-opacity: .12 } .zero { stroke: currentColor; stroke-dasharray: 4 3 }
    .band { fill-opacity: .18; stroke: none } .mean { fill: none; stroke-width: 2 }
    .c0 { fill: #0969da } .c1 { fill: #bc4c00 } .c2 { fill: #1a7f37 } .c3 { fill: #8250df }
    .mean.c0 { stroke: #0969da } .mean.c1 { stroke: #bc4c00 } .mean.c2 { stroke: #1a7f37 } .mean.c3 { stroke: #8250df }
    .mean { fill: none !important }
    @media (prefers-color-scheme: dark) {
    svg { color: #e6edf3; background: #0d1117 }
    .c0 { fill: #58a6ff } .c1 { fill: #ffa657 } .c2 { fill: #56d364 } .c3 { fill: #d2a8ff }
    .mean.c0 { stroke: #58a6ff } .mean.c1 { stroke: #ffa657 } .mean.c2 { stroke: #56d364 } .mean.c3 { stroke: #d2a8ff }
    }
    </style>
    """
}
