import Domain
import Foundation
import LiveOptimizer
import Testing

struct RecoveryTests {
  @Test func `after a restart the request under way is sent again under the new epoch and applied once`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.give(.started(epoch: 2))
    #expect(stage.requests.map(\.fence) == [1, 2])
    #expect(Set(stage.requests.map(\.change)) == [ChangeID(1)])
    stage.pass(minutes: 2)
    #expect(stage.trader.version == ConfigurationVersion(2))
    #expect(stage.life(1).count { $0 == .applied } == 1)
    #expect(stage.last(1)?.stage == .measuring)
  }

  @Test func `a duplicate's old version does not overwrite what is in force`() {
    var stage = Stage()
    stage.propose(.gridSpacing, .pips(22))
    stage.pass(minutes: 1)
    let old = stage.trader.done[0]
    stage.propose(.lotSize, .hundredths(8), .lowerRisk)
    stage.pass(minutes: 1)
    stage.give(.event(.configurationApplied(old)))
    #expect(stage.optimizer.inForce?.version == ConfigurationVersion(3))
  }

  @Test func `a version that the trader moved by other means is adopted and asked for again`() {
    var stage = Stage()
    stage.isTraderAway = true
    stage.propose(.gridSpacing, .pips(22))
    stage.trader.version = ConfigurationVersion(5)
    stage.give(.event(.configurationApplied(stage.trader.announcement)))
    #expect(stage.requests.map(\.expected.number) == [1, 5])
    stage.isTraderAway = false
    stage.pass(minutes: 2)
    #expect(stage.trader.configuration.gridSpacing == Pips(22.0))
  }

  @Test func `an approval moves the drift band`() {
    var stage = Stage()
    #expect(stage.propose(.gridSpacing, .pips(27)) != nil)
    var approved = stage.trader.announcement
    approved.approved.gridSpacing = Pips(22.0)
    stage.give(.event(.configurationApplied(approved)))
    #expect(stage.propose(.gridSpacing, .pips(27)) == nil)
  }

  /// A random history of everything that can reach the optimizer.
  static func history(_ seed: UInt64, length: Int, crash: (inout LiveOptimizer, Int) -> Void) -> (Stage, Bool) {
    var random = SplitMix64(seed: seed)
    var stage = Stage(settings: OptimizerSettings(reductionTrades: 20, effectTrades: 10))
    var isLegal = true
    for number in 0..<length {
      crash(&stage.optimizer, number)
      switch random.next() % 12 {
      case 0, 1:
        let parameter = Parameter.allCases[Int(random.next() % 9)]
        let purposes: [ChangePurpose] = [.byHand, .remedy, .lowerRisk, .planted, .returnToApproved, .promotion]
        let purpose = purposes[Int(random.next() % 6)]
        let now = stage.trader.configuration[parameter]
        var target = now.with(quanta: (now.quanta ?? 0) * Int.random(in: 70...130, using: &random) / 100)
        if parameter == .tradingSessions { target = .sessions(SessionSet(rawValue: UInt8(random.next() % 16))) }
        if parameter == .entryFilter { target = .entryFilter(.bollinger) }
        stage.propose(parameter, target ?? now, purpose)
      case 2:
        let change = random.next() % 3 == 0 ? nil : ChangeID(Int64(random.next() % 20) + Int64(number / 12))
        stage.command(.rollBack(change: change, reason: "random"))
      case 3, 4, 5:
        guard let record = stage.optimizer.live.randomElement(using: &random) else { continue }
        let findings: [MeasurementReport.Finding] = [
          .open, .open, .open, .harmful, .better, .notWorse, .exhausted, .void,
        ]
        stage.measure(
          record.id.number, findings[Int(random.next() % 8)], trades: Int.random(in: 10...200, using: &random))
      case 6: stage.closeTrades(Int(random.next() % 10), open: Int.random(in: 1...3, using: &random))
      case 7 where random.next() % 4 == 0:
        stage.level(SafetyLevel(rawValue: Int(random.next() % 4)) ?? .active)
      case 8: stage.level(.active)
      case 9: stage.isTraderAway.toggle()
      default: stage.pass(minutes: Int.random(in: 1...70, using: &random))
      }
      if number == length - 1 { stage.isTraderAway = false }
      let refusedByTrader = stage.records.last { $0.stage == .refused && $0.version == nil && $0.checks.count > 5 }
      if case .stepTooLarge = refusedByTrader?.refusal { isLegal = false }
      if case .drift = refusedByTrader?.refusal { isLegal = false }
      if case .outOfBounds = refusedByTrader?.refusal { isLegal = false }
    }
    return (stage, isLegal)
  }

  @Test(arguments: 0..<6)
  func `a checkpoint anywhere continues with the same effects, number for number`(seed: UInt64) throws {
    let (straight, _) = Self.history(seed, length: 150) { _, _ in }
    var failed = false
    let (resumed, _) = Self.history(seed, length: 150) { core, number in
      guard number % 7 == Int(seed) else { return }
      guard let bytes = try? JSONEncoder().encode(core),
        let copy = try? JSONDecoder().decode(LiveOptimizer.self, from: bytes)
      else {
        failed = true
        return
      }
      core = copy
    }
    #expect(!failed)
    #expect(straight.log == resumed.log)
    #expect(straight.log.count > 100)
  }

  @Test(arguments: 0..<40)
  func `whatever happens, each life runs its order and the trader is never asked for the illegal`(seed: UInt64) {
    let (stage, isLegal) = Self.history(100 + seed, length: 150) { _, _ in }
    #expect(isLegal)
    let order: [ChangeStage] = [
      .proposed, .admitted, .staged, .applied, .measuring, .kept, .reverted, .inconclusive, .refused,
    ]
    for (_, records) in Dictionary(grouping: stage.records, by: \.id) {
      let ranks = records.compactMap { order.firstIndex(of: $0.stage) }
      #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0 < $1 }, "\(records.map(\.stage))")
      #expect(records.dropLast().allSatisfy { !$0.stage.isFinal })
    }
    let measured = stage.optimizer.live.filter { $0.stage == .measuring }
    #expect(Set(measured.map(\.parameter)).count <= 1)
    #expect(stage.optimizer.inForce?.version == stage.trader.version || !stage.inbox.isEmpty)
  }
}
