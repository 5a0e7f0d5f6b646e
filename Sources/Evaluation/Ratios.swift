internal import Domain

/// How one bot's course compares with another's. A ratio is `nil` where one of the two is undefined.
package struct Ratios: Hashable, Sendable, Codable {
  package var profitFactorRatio: Double?
  /// Where the bot traded less than the other, its drawdown is first multiplied by the other's lots over its own.
  package var maxDrawdownRatio: Double?
  /// Of the shares of time under water.
  package var recoveryRatio: Double?
  /// In money.
  package var netDifference: Double

  package init(of course: Course, against other: Course) {
    profitFactorRatio = ratio(course.profitFactor, other.profitFactor)
    maxDrawdownRatio = ratio(
      course.maximumDrawdown.value * Self.activity(of: course, against: other), other.maximumDrawdown.value)
    recoveryRatio = ratio(course.underwaterShare, other.underwaterShare)
    netDifference = (course.net - other.net).value
  }

  init(of path: DailyPath, against other: DailyPath, activity: Double) {
    profitFactorRatio = ratio(path.profitFactor, other.profitFactor)
    maxDrawdownRatio = ratio(path.maximumDrawdown * activity, other.maximumDrawdown)
    recoveryRatio = ratio(path.underwaterShare, other.underwaterShare)
    netDifference = path.net - other.net
  }

  /// By how much a drawdown grows to be that of the other's volume.
  static func activity(of course: Course, against other: Course) -> Double {
    course.lots > 0 && course.lots < other.lots ? Double(other.lots) / Double(course.lots) : 1
  }
}

private func ratio(_ numerator: Double?, _ denominator: Double?) -> Double? {
  guard let numerator, let denominator, denominator > 0 else { return nil }
  return numerator / denominator
}

/// A course by its days, or one that was put together from resampled days.
struct DailyPath {
  private var grossProfit = 0.0
  private var grossLoss = 0.0
  private var peak = 0.0
  private var below = 0
  private var days = 0
  private(set) var net = 0.0
  private(set) var maximumDrawdown = 0.0

  mutating func add(_ day: DailyIncrement) {
    grossProfit += day.grossProfit
    grossLoss += day.grossLoss
    net += day.profit
    days += 1
    if net >= peak {
      peak = net
    } else {
      below += 1
      maximumDrawdown = max(maximumDrawdown, peak - net)
    }
  }

  var profitFactor: Double? { grossLoss > 0 ? grossProfit / grossLoss : nil }
  var underwaterShare: Double? { days > 0 ? Double(below) / Double(days) : nil }
}

/// What one day added, in money.
struct DailyIncrement: Hashable, Sendable {
  var grossProfit: Double
  var grossLoss: Double
  var profit: Double
}

extension Course {
  var increments: [DailyIncrement] {
    var before = 0.0
    return days.map { day in
      defer { before = day.profit.value }
      return DailyIncrement(
        grossProfit: day.grossProfit.value, grossLoss: day.grossLoss.value, profit: day.profit.value - before)
    }
  }
}
