import RealModule
import Statistics

/// Critical z-values for looking at an experiment a planned number of times.
///
/// Lan and DeMets (Biometrika 70, 1983): after the fraction t of the information, α t^ρ of the level may have been
/// spent (Kim and DeMets' power family, Biometrika 74, 1987). Bounds follow from the recursion of Armitage,
/// McPherson and Rowe (JRSS-A 132, 1969) for the density of the score that has not crossed yet.
package struct GroupSequentialBounds: Sendable, Hashable {
  package enum Sides: Sendable, Hashable, Codable {
    /// Stop when z is above its bound.
    case upper
    /// Stop when |z| is above its bound; half of the level is spent on each side.
    case both
  }

  /// Fractions of the planned information, ascending.
  package let times: [Double]
  /// Critical z at each look.
  package let bounds: [Double]

  /// No bound is larger than this, and a one-sided test follows z down to minus this.
  static let truncation = 8.0

  package init(times: [Double], alpha: Double = 0.05, rho: Double = 3, sides: Sides = .both) {
    precondition(!times.isEmpty && times[0] > 0, "looks have positive information")
    precondition(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "looks have increasing information")
    precondition(alpha > 0 && alpha < 1 && rho > 0, "level in (0, 1) and positive exponent")
    self.times = times
    let level = sides == .both ? 0.5 * alpha : alpha
    var spent = 0.0
    var found: [Double] = []
    var score: ContinuingScore?
    for time in times {
      let target = level * .pow(min(1, time), rho)
      let increment = max(0, target - spent)
      spent = target
      let step = score ?? ContinuingScore()
      let z = min(GroupSequentialBounds.truncation, step.criticalValue(at: time, probability: increment))
      found.append(z)
      let lower = sides == .both ? -z : -GroupSequentialBounds.truncation
      score = step.continued(to: time, above: lower * time.squareRoot(), below: z * time.squareRoot())
    }
    bounds = found
  }

  /// Looks at equal steps of information.
  package init(looks: Int, alpha: Double = 0.05, rho: Double = 3, sides: Sides = .both) {
    precondition(looks > 0, "there is at least one look")
    self.init(times: (1...looks).map { Double($0) / Double(looks) }, alpha: alpha, rho: rho, sides: sides)
  }
}

/// The sub-density of a Brownian score S(t) that has stayed inside all bounds so far, on quadrature nodes.
private struct ContinuingScore {
  var time = 0.0
  /// Nodes, and density times weight on them; at time zero all mass lies at zero.
  var nodes = [0.0]
  var mass = [1.0]

  /// The z with P(inside so far, Z(time) ≥ z) = probability.
  func criticalValue(at time: Double, probability: Double) -> Double {
    if probability <= 0 { return .infinity }
    let deviation = (time - self.time).squareRoot()
    let root = time.squareRoot()
    func exceedance(_ z: Double) -> Double {
      var sum = 0.0
      for (node, weight) in zip(nodes, mass) {
        sum += weight * NormalDistribution.survival((z * root - node) / deviation)
      }
      return sum
    }
    let limit = GroupSequentialBounds.truncation
    if exceedance(limit) >= probability { return limit }
    return RootFinding.increasing(from: -limit, to: limit) { probability - exceedance($0) }
  }

  /// The score at `time` between the two bounds, which are in units of the score.
  func continued(to time: Double, above lower: Double, below upper: Double) -> ContinuingScore {
    let deviation = (time - self.time).squareRoot()
    let half = 0.5 * (upper - lower)
    // Enough nodes to resolve a Gaussian of the step's width anywhere in the interval.
    let rule = GaussLegendre(count: 40 + Int((12 * half / deviation).rounded(.up)))
    let next = rule.nodes.map { lower + half * ($0 + 1) }
    let density = next.map { point in
      zip(nodes, mass).reduce(0.0) { sum, pair in
        sum + pair.1 * NormalDistribution.density((point - pair.0) / deviation) / deviation
      }
    }
    return ContinuingScore(
      time: time, nodes: next, mass: zip(density, rule.weights).map { $0 * $1 * half })
  }
}
