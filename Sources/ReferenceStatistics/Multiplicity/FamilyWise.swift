import RealModule

/// Adjusted p-values in the order of the input: hypothesis i is rejected at level α when its adjusted value is ≤ α.
///
/// These control the chance of even one false rejection in the family.
package enum Bonferroni {
  /// min(1, m p).
  package static func adjusted(_ p: [Double]) -> [Double] {
    p.map { min(1, $0 * Double(p.count)) }
  }
}

/// Šidák (JASA 62, 1967): for independent tests.
package enum Sidak {
  /// 1 − (1 − p)^m.
  package static func adjusted(_ p: [Double]) -> [Double] {
    p.map { complementPower($0, Double(p.count)) }
  }

  static func complementPower(_ p: Double, _ exponent: Double) -> Double {
    p >= 1 ? 1 : -.expMinusOne(exponent * .log(onePlus: -p))
  }
}

/// Holm (Scandinavian J. Statistics 6, 1979): any dependence, uniformly better than Bonferroni.
package enum Holm {
  package static func adjusted(_ p: [Double]) -> [Double] {
    StepProcedure.down(p) { value, rank, count in value * Double(count - rank) }
  }

  /// Holm with Šidák's level at each step: for independent tests.
  package static func sidakAdjusted(_ p: [Double]) -> [Double] {
    StepProcedure.down(p) { value, rank, count in Sidak.complementPower(value, Double(count - rank)) }
  }
}

/// Hochberg (Biometrika 75, 1988): Simes' inequality stepped up; independent or positively dependent tests.
package enum Hochberg {
  package static func adjusted(_ p: [Double]) -> [Double] {
    StepProcedure.up(p) { value, rank, count in value * Double(count - rank) }
  }
}

/// Hommel (Biometrika 75, 1988): the closed test of Simes' inequality.
package enum Hommel {
  /// Wright's algorithm (Biometrics 48, 1992), O(m²).
  package static func adjusted(_ p: [Double]) -> [Double] {
    let order = p.indices.sorted { p[$0] < p[$1] }
    let sorted = order.map { p[$0] }
    let count = sorted.count
    var adjusted = sorted
    for size in stride(from: count, to: 1, by: -1) {
      let factor = Double(size)
      // Simes' p of the `size` largest, with the smallest of them replaced by each smaller one in turn.
      let first = count - size + 1
      let tail = (2...size).map { factor * sorted[first + $0 - 2] / Double($0) }.min() ?? 1
      for index in first..<count { adjusted[index] = max(adjusted[index], tail) }
      for index in 0..<first {
        adjusted[index] = max(adjusted[index], min(factor * sorted[index], tail))
      }
    }
    return StepProcedure.restored(adjusted.map { min(1, $0) }, order: order)
  }
}

/// A share γ of the level for the primary metric, the rest split evenly over the others.
///
/// All comparisons of one experiment share α: k arms against the control, m metrics each.
package struct PreferentialBonferroni: Sendable, Hashable {
  /// Level of the primary metric in each comparison: γ α / k.
  package var primary: Double
  /// Level of every other metric: (1 − γ) α / (k (m − 1)); zero when there is no other metric.
  package var other: Double

  /// With one metric alone the primary keeps all of α / k.
  package init(alpha: Double, share gamma: Double, arms k: Int, metrics m: Int) {
    precondition(k > 0 && m > 0, "there is at least one arm and one metric")
    precondition(gamma >= 0 && gamma <= 1, "a share lies in [0, 1]")
    primary = (m == 1 ? alpha : gamma * alpha) / Double(k)
    other = m == 1 ? 0 : (1 - gamma) * alpha / Double(k * (m - 1))
  }
}
