import Domain
import Statistics
import Testing

struct RunningAutocovarianceTests {
  @Test(arguments: [9, 10, 11, 25, 100, 333, 1_000, 3_000])
  func `the block length of a stream is that of the series that it came from`(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    for carry in [0.0, 0.5, 0.95] {
      var running = RunningAutocovariance(mostLags: 100)
      var series: [Double] = []
      var state = 0.0
      for _ in 0..<count {
        state = carry * state + random.standardNormal()
        series.append(3 + state)
        running.observe(3 + state)
      }
      let batch = try #require(politisWhiteBlockLength(series))
      let streamed = try #require(politisWhiteBlockLength(running))
      #expect(abs(streamed.stationary - batch.stationary) <= 1e-6 * batch.stationary)
      #expect(abs(streamed.circular - batch.circular) <= 1e-6 * batch.circular)
    }
  }

  @Test func `too few values, or equal ones, have no block length`() {
    var running = RunningAutocovariance(mostLags: 20)
    for _ in 0..<8 { running.observe(1) }
    #expect(politisWhiteBlockLength(running) == nil)
    running.observe(1)
    #expect(politisWhiteBlockLength(running) == nil)
  }

  @Test(arguments: 0..<4)
  func `the skewness of a stream is that of the series that it came from`(seed: UInt64) throws {
    var random = SplitMix64(seed: 70 + seed)
    var running = RunningSkewness()
    var series: [Double] = []
    for count in 1...2_000 {
      let value = random.skewedTrade()
      series.append(value)
      running.observe(value)
      guard count % 111 == 0 else { continue }
      let expected = try #require(Shape(series)?.skewness)
      #expect(abs(try #require(running.value) - expected) < 1e-9)
    }
    #expect(RunningSkewness().value == nil)
  }
}
