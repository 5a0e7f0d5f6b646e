import RealModule

@testable import ReferenceStatistics
@testable import Statistics

/// Least squares of an outcome on a constant and a 0/1 treatment, looked at after every observation.
///
/// The information about a coefficient is the squared length of its column after the other is regressed out.
struct TreatmentRegression {
  struct Look {
    var estimates: [Double]
    var errors: [Double]
    var pValues: [Double]
    var intervals: [ClosedRange<Double>]
  }

  private(set) var last = Look(estimates: [], errors: [], pValues: [], intervals: [])
  private(set) var smallestPValues = [1.0, 1.0]
  private(set) var intersections = [-Double.infinity ... .infinity, -Double.infinity ... .infinity]

  private var treated = RunningMoments()
  private var untreated = RunningMoments()

  static func run(_ outcomes: [Double], _ treatments: [Double]) -> TreatmentRegression {
    var regression = TreatmentRegression()
    for (outcome, treatment) in zip(outcomes, treatments) { regression.observe(outcome, isTreated: treatment == 1) }
    return regression
  }

  private mutating func observe(_ outcome: Double, isTreated: Bool) {
    if isTreated { treated.observe(outcome) } else { untreated.observe(outcome) }
    let count = treated.count + untreated.count
    guard treated.count > 0, untreated.count > 0, count > 3 else { return }
    let residual = treated.sumOfSquaredDeviations + untreated.sumOfSquaredDeviations
    // The implementation divides by n − 2 and tests with n − 3.
    let variance = residual / Double(count - 2)
    let information = [
      Double(untreated.count), Double(treated.count * untreated.count) / Double(count),
    ]
    last.estimates = [untreated.mean, treated.mean - untreated.mean]
    last.errors = information.map { (variance / $0).squareRoot() }
    last.pValues = zip(zip(last.estimates, last.errors), information).map { pair, information in
      let t = pair.0 / pair.1
      return .exp(
        -AnytimeT.logBayesFactor(
          tSquared: t * t, degreesOfFreedom: Double(count - 3), phi: 1, information: information))
    }
    for index in 0...1 {
      smallestPValues[index] = min(smallestPValues[index], last.pValues[index])
      guard
        let critical = AnytimeT.criticalStatistic(
          alpha: 0.05, degreesOfFreedom: Double(count - 3), phi: 1, information: information[index])
      else { continue }
      let reach = critical * last.errors[index]
      let interval = (last.estimates[index] - reach)...(last.estimates[index] + reach)
      intersections[index] = intersections[index].clamped(to: interval)
    }
  }
}
