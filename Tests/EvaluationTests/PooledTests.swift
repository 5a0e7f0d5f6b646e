import Domain
import Testing

@testable import Evaluation

@Suite struct PooledTests {
  private func course(profits: [Double], losses: [Double]) -> Course {
    var course = Course()
    var sum = 0.0
    for (day, pair) in zip(profits, losses).enumerated() {
      sum += pair.0 - pair.1
      var one = Course.Day(number: Int64(day))
      one.grossProfit.micros = Int64(pair.0 * 1_000_000)
      one.grossLoss.micros = Int64(pair.1 * 1_000_000)
      one.profit.micros = Int64(sum * 1_000_000)
      course.days.append(one)
      course.grossProfit = course.grossProfit + one.grossProfit
      course.grossLoss = course.grossLoss + one.grossLoss
    }
    course.net.micros = Int64(sum * 1_000_000)
    course.maximumDrawdown.micros = 4_000_000
    course.lots = 100
    return course
  }

  private let days = 60

  /// Wins of 2 on even days, losses of 1 on odd ones.
  private var plain: Course {
    course(
      profits: (0..<days).map { $0.isMultiple(of: 2) ? 2 : 0 }, losses: (0..<days).map { $0.isMultiple(of: 2) ? 0 : 1 })
  }

  /// The same with wins `factor` times as large.
  private func better(_ factor: Double) -> Course {
    course(
      profits: (0..<days).map { $0.isMultiple(of: 2) ? 2 * factor : 0 },
      losses: (0..<days).map { $0.isMultiple(of: 2) ? 0 : 1 })
  }

  @Test func `a bot against itself is one, with certainty`() throws {
    let comparison = Comparison(of: plain, against: plain, resamples: 200, seed: 1)
    #expect(comparison.ratios.profitFactorRatio == 1)
    #expect(comparison.interval(\.profitFactorRatio) == Interval(lower: 1, upper: 1))
    #expect(comparison.netInterval == Interval(lower: 0, upper: 0))
  }

  @Test func `the same days are drawn of both bots`() throws {
    // Each resample's ratio is the same, however many of its days are winners.
    let comparison = Comparison(of: better(1.5), against: plain, resamples: 200, seed: 1)
    let interval = try #require(comparison.interval(\.profitFactorRatio))
    #expect(abs(interval.lower - 1.5) < 1e-9 && abs(interval.upper - 1.5) < 1e-9)
  }

  @Test func `files pool to the geometric mean of their ratios`() throws {
    let files = [better(2), better(0.5), better(8)].map { Comparison(of: $0, against: plain, resamples: 50, seed: 1) }
    let pooled = PooledComparison(files, balances: [100, 100, 100])
    #expect(abs(try #require(pooled.profitFactor.ratio) - 2) < 1e-9)
    #expect(pooled.profitFactor.files == 3)
  }

  @Test func `a file without a ratio is left out and not counted`() throws {
    let lossless = course(profits: [1, 1, 1, 1], losses: [0, 0, 0, 0])
    let undefined = Comparison(of: lossless, against: plain, resamples: 50, seed: 1)
    #expect(undefined.ratios.profitFactorRatio == nil)
    let pooled = PooledComparison(
      [undefined, Comparison(of: better(3), against: plain, resamples: 50, seed: 1)], balances: [100, 100])
    #expect(pooled.profitFactor.files == 1)
    #expect(abs(try #require(pooled.profitFactor.ratio) - 3) < 1e-9)
  }

  @Test func `a drawdown made with half the volume counts twice`() throws {
    var careful = plain
    careful.lots = 50
    #expect(Ratios(of: careful, against: plain).maxDrawdownRatio == 2)
    careful.lots = 200
    #expect(Ratios(of: careful, against: plain).maxDrawdownRatio == 1)
  }

  @Test func `months are those of the calendar`() {
    let days: [(Int64, Int64)] = [
      (0, 1970 * 12), (30, 1970 * 12), (31, 1970 * 12 + 1), (11_016, 2000 * 12 + 1), (11_017, 2000 * 12 + 2),
    ]
    for (day, month) in days {
      #expect(CalendarMonth.number(day * 86_400_000) == month, "day \(day)")
    }
  }
}
