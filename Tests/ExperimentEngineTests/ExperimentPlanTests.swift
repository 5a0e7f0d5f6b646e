import Domain
import ExperimentEngine
import Testing

struct ExperimentPlanTests {
  static func measured(
    correlation: Double = 0.9, grossLoss: Double = 271, tradesPerDay: Double? = 10
  ) -> ExperimentPlan.Measured {
    ExperimentPlan.Measured(
      deviation: 106.8, grossLoss: grossLoss, correlation: correlation, tradesPerBlock: 50, tradesPerDay: tradesPerDay)
  }

  /// σ 106.8 a block, ρ 0.9: σ_D 47.76; 6.1826 · 47.76² / 27.1² = 19.21 blocks at one look.
  @Test func `blocks follow the closed form times the price of looking`() throws {
    let plan = ExperimentPlan(Self.measured(), level: 0.05)
    let expected = (19.2 * ExperimentPlan.sequentialFactor).rounded(.up)
    let blocks = try #require(plan.blocks.known)
    #expect(abs(blocks - expected) <= 1)
    #expect(plan.trades == .value(50 * blocks))
    #expect(plan.days == .value(5 * blocks))
    #expect(plan.isFeasible)
  }

  @Test func `the power within the planned blocks is the power that was asked for`() throws {
    for level in [0.05, 0.0125, 0.1 / 12] {
      let plan = ExperimentPlan(Self.measured(correlation: 0.8), level: level)
      let blocks = try #require(plan.blocks.known)
      let power = try #require(plan.power(blocks: Int(blocks)).known)
      #expect(power >= 0.8 && power < 0.82)
    }
  }

  @Test func `less alike arms, more candidates and smaller gains all take longer`() throws {
    func blocks(_ correlation: Double, _ level: Double, _ share: Double) -> Double {
      ExperimentPlan(Self.measured(correlation: correlation), level: level, effectShare: share).blocks.known ?? .nan
    }
    #expect(blocks(0.75, 0.05, 0.1) > blocks(0.9, 0.05, 0.1))
    #expect(blocks(0.9, 0.0125, 0.1) > blocks(0.9, 0.05, 0.1))
    #expect(blocks(0.9, 0.05, 0.05) > blocks(0.9, 0.05, 0.1))
  }

  @Test func `no plan is shorter than the least number of blocks`() {
    #expect(ExperimentPlan(Self.measured(correlation: 1), level: 0.05).blocks == .value(15))
    #expect(ExperimentPlan(Self.measured(correlation: 0.99), level: 0.05).blocks == .value(15))
    #expect(ExperimentPlan(Self.measured(), level: 0.05).power(blocks: 14) == .value(0))
  }

  @Test func `what is not known stays unknown and what cannot be said undefined`() {
    let blind = ExperimentPlan(Self.measured(tradesPerDay: nil), level: 0.05)
    #expect(blind.days == .unknown && blind.blocks.known != nil)
    let lossless = ExperimentPlan(Self.measured(grossLoss: 0), level: 0.05)
    #expect(lossless.blocks == .undefined && lossless.trades == .undefined && !lossless.isFeasible)
    #expect(lossless.power(blocks: 60) == .undefined)
  }

  @Test func `what is left counts down to zero`() throws {
    let plan = ExperimentPlan(Self.measured(), level: 0.05)
    let trades = try #require(plan.trades.known)
    #expect(plan.remainingTrades(after: 100) == .value(trades - 100))
    #expect(plan.remainingDays(after: 100) == .value((trades - 100) * (1 / 10)))
    #expect(plan.remainingTrades(after: 1_000_000) == .value(0))
  }
}
