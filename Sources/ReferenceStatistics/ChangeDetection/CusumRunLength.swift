internal import RealModule
import Statistics

/// How long a `GaussianCusum` runs, on average, until it alarms.
///
/// D. Brook and D. A. Evans, "An approach to the probability distribution of CUSUM run length", Biometrika 59, 1972:
/// the sum as a Markov chain over `states` cells of width 2h / (2·states − 1), the first centred on zero. The average
/// run length solves (I − Q) L = 1; Q is Toeplitz but for its first column, so the solution takes O(states²) time.
/// With 400 states the discretisation costs some 1e-5 of the value. Independent, normal observations are assumed:
/// for clustered data calibrate by bootstrap instead.
package struct CusumRunLength: Sendable, Hashable {
  /// k, in standard deviations.
  package let referenceValue: Double
  package let states: Int

  package init(referenceValue: Double, states: Int = 400) {
    precondition(referenceValue >= 0, "a reference value is not negative")
    precondition(states >= 2, "a chain has at least two states")
    self.referenceValue = referenceValue
    self.states = states
  }

  /// The average run length of the upward sum from zero to `threshold` when the mean stands at `mean`.
  package func oneSided(threshold: Double, mean: Double) -> Double {
    precondition(threshold > 0, "a threshold is positive")
    let width = 2 * threshold / Double(2 * states - 1)
    // P(the sum moves by less than d cells and a half) for d = −states … states − 1.
    let drift = referenceValue - mean
    let cumulative = (-states..<states).map { NormalDistribution.cdf((Double($0) + 0.5) * width + drift) }
    func atMost(_ cells: Int) -> Double { cumulative[cells + states] }
    let column = (0..<states).map { ($0 == 0 ? 1 : 0) - (atMost(-$0) - atMost(-$0 - 1)) }
    let row = (0..<states).map { ($0 == 0 ? 1 : 0) - (atMost($0) - atMost($0 - 1)) }
    // What falls below zero is held at zero: added to the first column.
    let heldAtZero = (0..<states).map { atMost(-$0 - 1) }
    let solution = ToeplitzSystem(row: row, column: column)
      .solve(Array(repeating: 1, count: states), heldAtZero)
    return solution.first[0] / (1 - solution.second[0])
  }

  /// The average run length until the upward or the downward sum alarms: 1/L = 1/L⁺ + 1/L⁻.
  package func twoSided(threshold: Double, mean: Double) -> Double {
    let upward = oneSided(threshold: threshold, mean: mean)
    let downward = mean == 0 ? upward : oneSided(threshold: threshold, mean: -mean)
    return 1 / (1 / upward + 1 / downward)
  }

  /// The threshold of the upward sum whose average run length without a change is `runLength` observations.
  package func threshold(runLength: Double) -> Double {
    precondition(runLength > 1, "a run takes more than one observation")
    let target = Double.log(runLength)
    func excess(_ threshold: Double) -> Double {
      Double.log(oneSided(threshold: threshold, mean: 0)) - target
    }
    var low = 0.01
    var high = 1.0
    while excess(high) < 0 {
      low = high
      high *= 2
    }
    return RootFinding.increasing(from: low, to: high, excess)
  }

  /// Siegmund's closed form for the one-sided average run length, good to a few per cent.
  ///
  /// (e^{−2Δb} + 2Δb − 1) / (2Δ²) with Δ = μ − k and b = h + 1.166, b² where Δ = 0. D. Siegmund, "Sequential
  /// Analysis", 1985, section II.6.
  package static func siegmund(referenceValue: Double, threshold: Double, mean: Double) -> Double {
    let drift = mean - referenceValue
    let reach = threshold + 1.166
    guard abs(drift) > 1e-12 else { return reach * reach }
    let product = drift * reach
    return (Double.expMinusOne(-2 * product) + 2 * product) / (2 * drift * drift)
  }
}
