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
