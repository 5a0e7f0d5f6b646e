import RealModule

/// A small dense matrix with a common factor e^{logScale}, so that high powers stay within range.
struct SquareMatrix: Sendable {
  let size: Int
  private var elements: [Double]
  private(set) var logScale = 0.0

  init(size: Int) {
    self.size = size
    elements = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[row * size + column] }
    set { elements[row * size + column] = newValue }
  }

  /// The matrix to a positive power, by repeated squaring.
  func power(_ exponent: Int) -> SquareMatrix {
    if exponent == 1 { return self }
    let half = power(exponent / 2)
    let square = half.times(half)
    return exponent.isMultiple(of: 2) ? square : square.times(self)
  }

  private func times(_ other: SquareMatrix) -> SquareMatrix {
    var product = SquareMatrix(size: size)
    for row in 0..<size {
      for inner in 0..<size {
        let factor = self[row, inner]
        if factor == 0 { continue }
        for column in 0..<size { product[row, column] += factor * other[inner, column] }
      }
    }
    product.logScale = logScale + other.logScale
    let largest = product.elements.max() ?? 1
    if largest > 1e100 || (largest > 0 && largest < 1e-100) {
      for index in product.elements.indices { product.elements[index] /= largest }
      product.logScale += .log(largest)
    }
    return product
  }
}
