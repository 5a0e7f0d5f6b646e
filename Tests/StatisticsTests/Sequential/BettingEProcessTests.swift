import Domain
import Foundation
import RealModule
import Testing

@testable import Statistics

struct BettingEProcessTests {
  private static let bounds = -200.0...40.0

  @Test func `no history makes the next bet favourable under the null`() {
    var random = SplitMix64(seed: 11)
    var process = BettingEProcess()
    for _ in 0..<400 {
      let bounds = -(1 + 100 * random.nextUnit())...(1 + 100 * random.nextUnit())
      // The two-point law on the bounds with mean zero is the null's extreme.
      let chanceOfGain = -bounds.lowerBound / (bounds.upperBound - bounds.lowerBound)
      var (won, lost) = (process, process)
      won.observe(bounds.upperBound, within: bounds)
      lost.observe(bounds.lowerBound, within: bounds)
      let gain = chanceOfGain * Double.expMinusOne(won.logEValue - process.logEValue)
      let loss = (1 - chanceOfGain) * Double.expMinusOne(lost.logEValue - process.logEValue)
      #expect(abs(gain + loss) < 1e-12)
      process = random.nextUnit() < 0.6 ? won : lost
    }
  }

  @Test func `under the null the capital averages at most one`() {
    var random = SplitMix64(seed: 12)
    let runs = 2000
    var capitals: [Double] = []
    for _ in 0..<runs {
      var process = BettingEProcess()
      for _ in 0..<60 { process.observe(random.skewedTrade(), within: Self.bounds) }
      capitals.append(.exp(process.logEValue))
    }
    var moments = RunningMoments()
    for capital in capitals { moments.observe(capital) }
    let error = ((moments.variance ?? .infinity) / Double(runs)).squareRoot()
    #expect(moments.mean <= 1 + 3 * error)
    #expect(error < 0.1 && moments.variance != 0)
  }

  @Test(arguments: [BettingEProcess.Alternative.gain, .harm])
  func `looking after every trade rejects a true null at most at its rate`(
    alternative: BettingEProcess.Alternative
  ) {
    var random = SplitMix64(seed: 13)
    let runs = 300
    var rejected = 0
    for _ in 0..<runs {
      var process = BettingEProcess(alternative: alternative)
      for _ in 0..<300 {
        process.observe(random.skewedTrade(), within: Self.bounds)
        if process.rejects(at: 0.1) {
          rejected += 1
          break
        }
      }
    }
    // 10 % of 300 and three standard errors.
    #expect(rejected <= 45)
  }

  @Test func `a true gain is found, and is not taken for harm`() {
    var random = SplitMix64(seed: 14)
    var found = 0
    for _ in 0..<50 {
      var gain = BettingEProcess()
      var harm = BettingEProcess(alternative: .harm)
      for _ in 0..<600 {
        let value = min(max(0.4 + random.standardNormal(), -4), 4)
        gain.observe(value, within: -4...4)
        harm.observe(value, within: -4...4)
      }
      if gain.rejects(at: 0.05) { found += 1 }
      #expect(!harm.rejects(at: 0.05))
    }
    #expect(found >= 49)
  }

  @Test func `harm is gain with the signs swapped`() {
    var random = SplitMix64(seed: 15)
    var gain = BettingEProcess()
    var harm = BettingEProcess(alternative: .harm)
    for _ in 0..<200 {
      let value = random.skewedTrade()
      gain.observe(value, within: -200...40)
      harm.observe(-value, within: -40...200)
      #expect(gain.logEValue == harm.logEValue)
    }
    #expect(gain.logEValue != 0)
  }

  @Test func `the unit of the values does not matter`() {
    var random = SplitMix64(seed: 16)
    var pips = BettingEProcess()
    var cents = BettingEProcess()
    for _ in 0..<200 {
      let value = random.skewedTrade() + 2
      pips.observe(value, within: -200...60)
      cents.observe(value * 1000, within: -200_000...60_000)
    }
    #expect(abs(pips.logEValue - cents.logEValue) < 1e-10)
    #expect(pips.logEValue > 0)
  }

  @Test(arguments: [
    (-101.0, -100.0...50.0), (50.5, -100.0...50.0), (.nan, -100.0...50.0), (.infinity, -100.0...50.0),
    (3.0, 1.0...5.0), (-3.0, -5.0 ... -1.0), (1.0, -1.0 ... .infinity),
  ])
  func `an observation that its bounds did not foresee voids the process`(value: Double, bounds: ClosedRange<Double>) {
    var process = BettingEProcess()
    for _ in 0..<2000 { process.observe(20, within: -100...50) }
    let before = process.logEValue
    #expect(process.rejects(at: 0.05))
    process.observe(value, within: bounds)
    #expect(process.isVoid && !process.rejects(at: 0.05))
    process.observe(20, within: -100...50)
    #expect(process.isVoid && process.logEValue == before)
  }

  @Test func `a loss counts in full`() {
    var random = SplitMix64(seed: 17)
    var process = BettingEProcess()
    for _ in 0..<50 { process.observe(5 + random.nextUnit(), within: Self.bounds) }
    let after = [-10.0, -50, -120, -200].map { loss in
      var copy = process
      copy.observe(loss, within: Self.bounds)
      return copy.logEValue
    }
    #expect(after == after.sorted(by: >) && Set(after).count == after.count)
    // The worst loss leaves a tenth of the capital.
    #expect(abs(after[3] - (process.logEValue + .log(0.1))) < 1e-9)
  }

  @Test func `more evidence is needed for a smaller error rate`() {
    var process = BettingEProcess()
    while !process.rejects(at: 0.05) { process.observe(1, within: -2...2) }
    #expect(process.rejects(at: 0.1) && !process.rejects(at: 0.001))
    #expect(process.logEValue >= .log(20))
  }

  @Test func `an interval in which nothing can happen is neither evidence nor experience`() {
    var with = BettingEProcess()
    var without = BettingEProcess()
    for value in [1.0, -0.5, 2, 0.25] {
      with.observe(0, within: 0...0)
      with.observe(value, within: -2...2)
      without.observe(value, within: -2...2)
    }
    #expect(with.logEValue == without.logEValue)
    #expect(with.count == 8 && with.staked == 4)
  }

  @Test func `a checkpoint continues bit for bit`() throws {
    var random = SplitMix64(seed: 18)
    var process = BettingEProcess(alternative: .harm)
    for _ in 0..<30 { process.observe(random.skewedTrade(), within: Self.bounds) }
    var restored = try JSONDecoder().decode(BettingEProcess.self, from: JSONEncoder().encode(process))
    for _ in 0..<30 {
      let value = random.skewedTrade()
      process.observe(value, within: Self.bounds)
      restored.observe(value, within: Self.bounds)
    }
    #expect(restored == process)
  }
}
