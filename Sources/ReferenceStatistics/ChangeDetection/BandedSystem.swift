/// Linear equations whose matrix is zero away from its diagonal, solved by elimination within the band.
///
/// No pivoting: meant for one minus a substochastic matrix, whose elimination is stable without.
struct BandedSystem {
  let size: Int
  /// The number of diagonals below the main one.
  let below: Int
  /// The number of diagonals above the main one.
  let above: Int
  private var entries: [Double]

  init(size: Int, below: Int, above: Int) {
    self.size = size
    self.below = below
    self.above = above
    entries = Array(repeating: 0, count: size * (below + above + 1))
  }

  private func position(_ row: Int, _ column: Int) -> Int {
    row * (below + above + 1) + column - row + below
  }

  mutating func add(_ value: Double, row: Int, column: Int) {
    precondition(column - row <= above && row - column <= below, "an entry lies within the band")
    entries[position(row, column)] += value
  }

  /// Consumes the matrix.
  consuming func solve(_ rightSide: [Double]) -> [Double] {
    precondition(rightSide.count == size, "a right-hand side is as long as the matrix")
    var solution = rightSide
    for pivot in 0..<size {
      let pivotRow = position(pivot, pivot)
      let width = min(above, size - 1 - pivot)
      for row in (pivot + 1)..<max(pivot + 1, min(size, pivot + below + 1)) {
        let target = position(row, pivot)
        let factor = entries[target] / entries[pivotRow]
        guard factor != 0 else { continue }
        for offset in 0...width { entries[target + offset] -= factor * entries[pivotRow + offset] }
        solution[row] -= factor * solution[pivot]
      }
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      let diagonal = position(row, row)
      var rest = solution[row]
      for offset in 1..<max(1, min(above, size - 1 - row) + 1) {
        rest -= entries[diagonal + offset] * solution[row + offset]
      }
      solution[row] = rest / entries[diagonal]
    }
    return solution
  }
}
