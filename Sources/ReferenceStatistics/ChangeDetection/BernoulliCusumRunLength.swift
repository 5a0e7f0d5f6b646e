package import Statistics

/// How long a `BernoulliCusum` runs, on average, until it alarms.
///
/// The expected run length L(s) = 1 + p·L(s + event score) + (1 − p)·L(max(0, s + non-event score)), zero from the
/// threshold on, on a grid of `cells` points with linear interpolation. The scores do not fall on the grid, so the
/// value is an approximation: within about one per cent with 1,200 cells. Events are assumed independent: for
/// clustered data calibrate by bootstrap instead. The grid's equations are banded: O(cells · jump²) time, where a jump
/// is the number of cells that a score spans.
package struct BernoulliCusumRunLength: Sendable, Hashable {
  package let chart: BernoulliCusum
  package let cells: Int

  package init(chart: BernoulliCusum, cells: Int = 1200) {
    precondition(cells >= 2, "a grid has at least two cells")
    self.chart = chart
    self.cells = cells
  }

  /// The average number of observations until the alarm, from zero, when events have this probability.
  package func average(eventProbability: Double) -> Double {
    precondition(eventProbability > 0 && eventProbability < 1, "a probability lies inside (0, 1)")
    let width = chart.threshold / Double(cells)
    let below = Int(-chart.nonEventScore / width) + 2
    let above = Int(chart.eventScore / width) + 2
    var system = BandedSystem(size: cells, below: min(below, cells - 1), above: min(above, cells - 1))
    for cell in 0..<cells {
      system.add(1, row: cell, column: cell)
      let here = Double(cell) * width
      for (score, probability) in [
        (chart.eventScore, eventProbability), (chart.nonEventScore, 1 - eventProbability),
      ] {
        let next = max(0, here + score)
        guard next < chart.threshold else { continue }
        let position = next / width
        let lower = Int(position)
        let share = position - Double(lower)
        if lower < cells { system.add(-probability * (1 - share), row: cell, column: lower) }
        if lower + 1 < cells { system.add(-probability * share, row: cell, column: lower + 1) }
      }
    }
    return system.solve(Array(repeating: 1, count: cells))[0]
  }
}
