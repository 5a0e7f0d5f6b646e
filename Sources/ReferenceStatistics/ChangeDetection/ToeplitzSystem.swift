/// Linear equations whose matrix is constant along each diagonal, solved in O(n²) time and O(n) memory.
///
/// Levinson's recursion for matrices without symmetry: G. H. Golub and C. F. Van Loan, "Matrix Computations",
/// section 4.7. All leading minors must be regular, as they are for one minus a substochastic matrix.
struct ToeplitzSystem {
  /// The entries of the first row, from the diagonal rightwards.
  let row: [Double]
  /// The entries of the first column, from the diagonal downwards.
  let column: [Double]

  init(row: [Double], column: [Double]) {
    precondition(row.count == column.count && row.first == column.first, "row and column share the diagonal")
    precondition(row.first != 0, "a leading minor is regular")
    self.row = row
    self.column = column
  }

  /// The solutions for two right-hand sides at once.
  func solve(_ first: [Double], _ second: [Double]) -> (first: [Double], second: [Double]) {
    let size = row.count
    precondition(first.count == size && second.count == size, "a right-hand side is as long as the matrix")
    var x = [first[0] / row[0]]
    var y = [second[0] / row[0]]
    // What the leading matrix maps to the first and to the last unit vector.
    var forward = [1 / row[0]]
    var backward = [1 / row[0]]
    for order in 1..<max(size, 1) {
      var (forwardError, backwardError, errorOfX, errorOfY) = (0.0, 0.0, 0.0, 0.0)
      for index in 0..<order {
        let below = column[order - index]
        forwardError += below * forward[index]
        backwardError += row[index + 1] * backward[index]
        errorOfX += below * x[index]
        errorOfY += below * y[index]
      }
      let scale = 1 / (1 - forwardError * backwardError)
      forward.append(0)
      backward.append(0)
      var shifted = 0.0
      for index in 0...order {
        let (oldForward, oldBackward) = (forward[index], shifted)
        shifted = backward[index]
        forward[index] = scale * (oldForward - forwardError * oldBackward)
        backward[index] = scale * (oldBackward - backwardError * oldForward)
      }
      let (correctionOfX, correctionOfY) = (first[order] - errorOfX, second[order] - errorOfY)
      x.append(0)
      y.append(0)
      for index in 0...order {
        x[index] += correctionOfX * backward[index]
        y[index] += correctionOfY * backward[index]
      }
    }
    return (x, y)
  }
}
