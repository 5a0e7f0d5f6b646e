/// Roots of monotone functions.
enum RootFinding {
  /// The root of an increasing continuous function with f(low) ≤ 0 ≤ f(high), to the last digits, by Ridders' method
  /// (IEEE Trans. Circuits and Systems 26, 1979).
  static func increasing(from low: Double, to high: Double, _ f: (Double) -> Double) -> Double {
    var (a, b) = (low, high)
    var (fa, fb) = (f(a), f(b))
    if fa >= 0 { return a }
    if fb <= 0 { return b }
    for _ in 0..<200 {
      let middle = 0.5 * (a + b)
      if middle <= a || middle >= b || b - a <= 1e-15 * max(abs(a), abs(b)) { break }
      let value = f(middle)
      if value == 0 { return middle }
      let root = (value * value - fa * fb).squareRoot()
      let next = middle - (middle - a) * value / root
      let candidates = next > a && next < b ? [(middle, value), (next, f(next))] : [(middle, value)]
      for (x, fx) in candidates where x > a && x < b {
        if fx == 0 { return x }
        if fx < 0 { (a, fa) = (x, fx) } else { (b, fb) = (x, fx) }
      }
    }
    return 0.5 * (a + b)
  }
}
