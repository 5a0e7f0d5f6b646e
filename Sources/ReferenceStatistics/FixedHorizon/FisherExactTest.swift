import RealModule

/// A two-by-two table of counts: rows are arms, columns are success and failure.
package struct TwoByTwoTable: Sendable, Hashable, Codable {
  package var a: Int
  package var b: Int
  package var c: Int
  package var d: Int

  package init(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
    precondition(min(a, b, c, d) >= 0, "counts are not negative")
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// ad / bc, infinite when only bc is zero and not a number when both products are.
  package var oddsRatio: Double {
    Double(a) * Double(d) / (Double(b) * Double(c))
  }

  /// Pearson's chi-square with one degree of freedom, no continuity correction; nil when a margin is empty.
  package var chiSquare: (statistic: Double, p: Double)? {
    let margins = Double(a + b) * Double(c + d) * Double(a + c) * Double(b + d)
    guard margins > 0 else { return nil }
    let cross = Double(a) * Double(d) - Double(b) * Double(c)
    let statistic = Double(a + b + c + d) * cross * cross / margins
    return (statistic, ChiSquare.survival(statistic, degreesOfFreedom: 1))
  }
}

/// Fisher's exact test: the table's margins are given, its first cell is hypergeometric.
package struct FisherExactTest: Sendable, Hashable {
  /// Sum of the probabilities of all tables no more probable than this one.
  package var twoSidedP: Double
  /// P(first cell ≥ observed).
  package var greaterP: Double
  /// P(first cell ≤ observed).
  package var lesserP: Double

  package init(_ table: TwoByTwoTable) {
    let (first, second, drawn) = (table.a + table.b, table.c + table.d, table.a + table.c)
    let range = max(0, drawn - second)...min(first, drawn)
    let mass = range.map { FisherExactTest.mass($0, first: first, second: second, drawn: drawn) }
    let observed = mass[table.a - range.lowerBound]
    // Equal probabilities must count as equal although they were rounded differently.
    let limit = observed * (1 + 1e-7)
    twoSidedP = min(1, mass.filter { $0 <= limit }.reduce(0, +))
    greaterP = min(1, mass[(table.a - range.lowerBound)...].reduce(0, +))
    lesserP = min(1, mass[...(table.a - range.lowerBound)].reduce(0, +))
  }

  /// Hypergeometric probability of `k` from the first row when `drawn` are drawn from both, as a quotient of
  /// binomial probabilities with a common p (Loader 2000), which is exact to rounding for large counts.
  private static func mass(_ k: Int, first: Int, second: Int, drawn: Int) -> Double {
    let total = first + second
    if total == 0 { return 1 }
    let p = Double(drawn) / Double(total)
    return .exp(
      Binomial(trials: first, probability: p).logMass(k) + Binomial(trials: second, probability: p).logMass(drawn - k)
        - Binomial(trials: total, probability: p).logMass(drawn))
  }
}
