import RealModule
import Statistics

/// The noncentral t distribution, the law of a t statistic when the effect is real.
package struct NoncentralT: Sendable, Hashable {
  package var degreesOfFreedom: Double
  /// The mean of the normal numerator in units of its standard deviation.
  package var noncentrality: Double

  package init(degreesOfFreedom: Double, noncentrality: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// P(T ≤ t), by the Poisson-weighted series of Lenth, "Algorithm AS 243", Applied Statistics 38 (1989).
  ///
  /// Absolute accuracy about 1e-14; meant for |noncentrality| up to 35, where the weights do not underflow.
  package func cdf(_ t: Double) -> Double {
    if t < 0 {
      return 1 - NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: -noncentrality).cdf(-t)
    }
    precondition(abs(noncentrality) <= 35, "the series needs |noncentrality| ≤ 35")
    let base = NormalDistribution.cdf(-noncentrality)
    if t == 0 { return base }
    let square = t * t
    let x = square / (square + degreesOfFreedom)
    let y = degreesOfFreedom / (square + degreesOfFreedom)
    let half = 0.5 * noncentrality * noncentrality
    // p_j = e^{−δ²/2} (δ²/2)^j / j!   and   q_j = e^{−δ²/2} (δ²/2)^j δ / (√2 Γ(j + 3/2)).
    var poisson = Double.exp(-half)
    var companion = poisson * noncentrality * (2 / Double.pi).squareRoot()
    var sum = 0.0
    var order = 0.0
    repeat {
      sum += poisson * IncompleteBeta.regularized(x, complement: y, a: order + 0.5, b: 0.5 * degreesOfFreedom)
      sum += companion * IncompleteBeta.regularized(x, complement: y, a: order + 1, b: 0.5 * degreesOfFreedom)
      order += 1
      poisson *= half / order
      companion *= half / (order + 0.5)
    } while order < half || max(poisson, abs(companion)) > 1e-17
    return min(1, max(0, base + 0.5 * sum))
  }

  /// P(T > t).
  package func survival(_ t: Double) -> Double {
    1 - cdf(t)
  }
}
