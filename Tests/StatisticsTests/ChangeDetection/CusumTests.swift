import Domain
import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct CusumTests {
  @Test func `the Gaussian sums are never negative and find a shift in its direction`() {
    var random = SplitMix64(seed: 51)
    var chart = GaussianCusum(referenceValue: 0.5, threshold: 8)
    for _ in 0..<300 {
      chart.observe(random.standardNormal())
      #expect(chart.upward >= 0 && chart.downward >= 0)
    }
    #expect(!chart.isAlarmingUpward && !chart.isAlarmingDownward)
    for _ in 0..<40 { chart.observe(random.standardNormal() - 1) }
    #expect(chart.isAlarmingDownward && !chart.isAlarmingUpward)
    chart.restart()
    #expect(!chart.isAlarmingDownward && chart.count == 340)
  }

  @Test func `a value that is not finite silences the Gaussian sums and says so`() {
    var chart = GaussianCusum(referenceValue: 0, threshold: 2)
    chart.observe(3)
    #expect(chart.isAlarmingUpward)
    chart.observe(.nan)
    #expect(chart.isVoid && !chart.isAlarmingUpward && chart.upward == 3)
  }

  @Test func `the Bernoulli sum dates the change`() {
    var chart = BernoulliCusum(usualProbability: 0.35, alarmingProbability: 0.5, threshold: 4)
    for _ in 0..<100 { chart.observe(false) }
    #expect(chart.statistic == 0 && chart.sinceZero == 0)
    var events = 0
    while !chart.isAlarming {
      chart.observe(true)
      events += 1
    }
    #expect(chart.sinceZero == events && events == 12)
  }

  @Test func `a simulated Gaussian chart runs as long as the Markov chain says`() {
    var random = SplitMix64(seed: 52)
    let expected = CusumRunLength(referenceValue: 0.5, states: 200).twoSided(threshold: 3, mean: 0)
    var runs = RunningMoments()
    for _ in 0..<1000 {
      var chart = GaussianCusum(referenceValue: 0.5, threshold: 3)
      while !chart.isAlarmingUpward, !chart.isAlarmingDownward { chart.observe(random.standardNormal()) }
      runs.observe(Double(chart.count))
    }
    let error = ((runs.variance ?? 0) / 1000).squareRoot()
    #expect(abs(runs.mean - expected) < 3 * error)
    #expect(error < 0.05 * expected)
  }

  @Test func `a simulated Bernoulli chart runs as long as the grid says`() {
    var random = SplitMix64(seed: 53)
    let start = BernoulliCusum(usualProbability: 0.35, alarmingProbability: 0.5, threshold: 2)
    let expected = BernoulliCusumRunLength(chart: start, cells: 300).average(eventProbability: 0.35)
    var runs = RunningMoments()
    for _ in 0..<1000 {
      var chart = start
      while !chart.isAlarming { chart.observe(random.nextUnit() < 0.35) }
      runs.observe(Double(chart.count))
    }
    let error = ((runs.variance ?? 0) / 1000).squareRoot()
    #expect(abs(runs.mean - expected) < 3 * error)
    #expect(error < 0.05 * expected)
  }

  @Test func `a run grows with the threshold and shrinks with the shift`() {
    let chain = CusumRunLength(referenceValue: 0.5, states: 100)
    let byThreshold = [1.0, 2, 3, 4].map { chain.oneSided(threshold: $0, mean: 0) }
    #expect(byThreshold == byThreshold.sorted() && Set(byThreshold).count == 4)
    let byShift = [-0.5, 0, 0.5, 1, 2].map { chain.oneSided(threshold: 4, mean: $0) }
    #expect(byShift == byShift.sorted(by: >) && Set(byShift).count == 5)
  }

  @Test(arguments: [50.0, 370, 2000])
  func `the threshold for a run length has that run length`(runLength: Double) {
    let chain = CusumRunLength(referenceValue: 0.25, states: 100)
    let threshold = chain.threshold(runLength: runLength)
    #expect(abs(chain.oneSided(threshold: threshold, mean: 0) / runLength - 1) < 1e-9)
  }

  @Test func `the structured systems solve what they were given`() {
    var random = SplitMix64(seed: 54)
    let size = 30
    let column = (0..<size).map { $0 == 0 ? 4 : random.nextUnit() - 0.5 }
    let row = (0..<size).map { $0 == 0 ? 4 : 0.3 * (random.nextUnit() - 0.5) }
    let (first, second) = (
      (0..<size).map { _ in random.nextUnit() }, (0..<size).map { _ in random.nextUnit() }
    )
    let solution = ToeplitzSystem(row: row, column: column).solve(first, second)
    var band = BandedSystem(size: size, below: 3, above: 5)
    var full = Array(repeating: Array(repeating: 0.0, count: size), count: size)
    for i in 0..<size {
      func entry(_ j: Int) -> Double { j >= i ? row[j - i] : column[i - j] }
      let products = (0..<size).reduce(into: (0.0, 0.0)) {
        $0.0 += entry($1) * solution.first[$1]
        $0.1 += entry($1) * solution.second[$1]
      }
      #expect(abs(products.0 - first[i]) < 1e-12 && abs(products.1 - second[i]) < 1e-12)
      for j in max(0, i - 3)...min(size - 1, i + 5) {
        full[i][j] = i == j ? 5 : random.nextUnit() - 0.5
        band.add(full[i][j], row: i, column: j)
      }
    }
    let banded = band.solve(first)
    for i in 0..<size {
      let product = (0..<size).reduce(0) { $0 + full[i][$1] * banded[$1] }
      #expect(abs(product - first[i]) < 1e-12)
    }
  }
}
