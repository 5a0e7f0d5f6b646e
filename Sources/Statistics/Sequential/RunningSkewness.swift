/// Skewness of a stream in one pass, m₃ / m₂^{3/2}.
///
/// The third moment is updated as the second is: Terriberry, "Computing higher-order moments online", 2007; Pébay,
/// Sandia report SAND2008-6212, equations 2.1 to 2.3.
package struct RunningSkewness: Sendable, Hashable, Codable {
  package private(set) var count = 0
  private var mean = 0.0
  private var squares = 0.0
  private var cubes = 0.0

  package init() {}

  package mutating func observe(_ value: Double) {
    count += 1
    let n = Double(count)
    let deviation = value - mean
    let share = deviation / n
    let growth = deviation * share * (n - 1)
    cubes += growth * share * (n - 2) - 3 * share * squares
    squares += growth
    mean += share
  }

  /// Nil below two observations, while they do not vary, and after one that was not finite.
  package var value: Double? {
    guard count > 1, squares > 0, squares.isFinite, cubes.isFinite else { return nil }
    let n = Double(count)
    return cubes / n / (squares / n * (squares / n).squareRoot())
  }
}
