internal import RealModule

/// Bounds on the mean of observations in [0, 1] by betting against every mean of a grid.
///
/// Waudby-Smith and Ramdas 2024, theorem 3: the means whose `HedgedCapital` stays within 1/α, and one step of the grid
/// more on either side. O(cells) time an observation.
package struct BettingConfidenceSequence: Sendable, Hashable, Codable {
  package let alpha: Double
  package let cells: Int
  /// The means that have not been rejected by the latest look; never wider than an earlier one with `keepsNarrowest`.
  package private(set) var interval = 0.0...1.0
  package let keepsNarrowest: Bool
  private var past = StakeRule()
  private var capitals: [HedgedCapital]

  package init(alpha: Double, cells: Int = 1000, keepsNarrowest: Bool = true) {
    precondition(alpha > 0 && alpha < 1, "an error rate lies between 0 and 1")
    precondition(cells >= 2, "a grid has at least two cells")
    self.alpha = alpha
    self.cells = cells
    self.keepsNarrowest = keepsNarrowest
    capitals = (0...cells).map {
      HedgedCapital(mean: Double($0) / Double(cells), stake: .plugIn(alpha: alpha / 2))
    }
  }

  package mutating func observe(_ value: Double) {
    let threshold = -Double.log(alpha)
    var least: Int?
    var greatest = 0
    for index in capitals.indices {
      capitals[index].observe(value, past: past)
      guard capitals[index].logValue <= threshold else { continue }
      least = least ?? index
      greatest = index
    }
    past.observe(value)
    // Nothing left on the grid says nothing about where the mean is.
    guard let least else { return }
    let lower = Double(max(0, least - 1)) / Double(cells)
    let upper = Double(min(cells, greatest + 1)) / Double(cells)
    interval = keepsNarrowest ? interval.clamped(to: lower...upper) : lower...upper
  }
}
