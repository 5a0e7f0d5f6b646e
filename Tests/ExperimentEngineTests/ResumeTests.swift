import Domain
import ExperimentEngine
import Foundation
import Testing

struct ResumeTests {
  /// A history with every kind of input; at the numbered stops the core may be replaced.
  static func history(_ seed: UInt64, stop: (inout ExperimentEngine, Int) throws -> Void) rethrows -> [Effect] {
    var random = SplitMix64(seed: 900 + seed)
    var bot = Bot(seed: seed, settings: ExperimenterSettings(blockTrades: 10, blockTime: 0))
    // From a Friday's noon in UTC into the week after, so that the week closes and opens on the way.
    bot.time.utc = 1_699_617_600_000
    var change: Int64 = 0
    for number in 0..<150 {
      try stop(&bot.core, number)
      switch random.next() % 8 {
      case 0:
        change += 1
        bot.change(change, .gridSpacing, to: .pips(Double(Int.random(in: 16...24, using: &random))))
      case 1:
        change += 1
        bot.change(change, .lotSize, to: .hundredths(Int32.random(in: 5...10, using: &random)), purpose: .lowerRisk)
      case 2: bot.experiment(.takeProfit, [.pips(Double(Int.random(in: 15...25, using: &random)))])
      case 3: bot.end(Int64.random(in: 1...max(1, change), using: &random), as: .inconclusive)
      case 4: bot.level(SafetyLevel(rawValue: Int(random.next() % 4)) ?? .active)
      default: bot.level(.active)
      }
      bot.trade(minutes: Int.random(in: 1...100, using: &random))
    }
    return bot.log
  }

  @Test(arguments: 0..<4)
  func `a checkpoint anywhere continues with the same effects, bit for bit`(seed: UInt64) throws {
    let straight = Self.history(seed) { _, _ in }
    let resumed = try Self.history(seed) { core, number in
      guard number % 5 == Int(seed) else { return }
      core = try JSONDecoder().decode(ExperimentEngine.self, from: JSONEncoder().encode(core))
    }
    #expect(straight == resumed)
    #expect(straight.count > 40)
  }
}
