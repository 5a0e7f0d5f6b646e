import RealModule

/// Nodes and weights of Gauss–Legendre quadrature on [−1, 1], exact for polynomials of degree 2n − 1.
struct GaussLegendre: Sendable {
  let nodes: [Double]
  let weights: [Double]

  init(count n: Int) {
    precondition(n > 1, "a quadrature has at least two nodes")
    var nodes = [Double](repeating: 0, count: n)
    var weights = nodes
    for index in 0..<((n + 1) / 2) {
      // Newton's method from the usual cosine guess.
      var x = Double.cos(.pi * (Double(index) + 0.75) / (Double(n) + 0.5))
      var slope = 0.0
      for _ in 0..<100 {
        var (previous, current) = (1.0, x)
        for degree in 2...n {
          let d = Double(degree)
          (previous, current) = (current, ((2 * d - 1) * x * current - (d - 1) * previous) / d)
        }
        slope = Double(n) * (x * current - previous) / (x * x - 1)
        let step = current / slope
        x -= step
        if abs(step) < 1e-16 { break }
      }
      nodes[index] = -x
      nodes[n - 1 - index] = x
      weights[index] = 2 / ((1 - x * x) * slope * slope)
      weights[n - 1 - index] = weights[index]
    }
    self.nodes = nodes
    self.weights = weights
  }
}
