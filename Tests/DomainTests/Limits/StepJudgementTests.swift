import Domain
import Testing

struct StepJudgementTests {
  @Test(arguments: 0..<4)
  func `one judgement says of target and step what the single checks say`(seed: UInt64) {
    var random = SplitMix64(seed: 2_000 + seed)
    for _ in 0..<5_000 {
      let parameter = Parameter.allCases[Int(random.next() % 9)]
      let purpose = ChangeLimitsPropertyTests.purposes[Int(random.next() % 7)]
      let target = ChangeLimitsPropertyTests.attempt(parameter, defaults, &random)
      let now = MarketTime(utc: 0, open: Int64.random(in: 0...7_200_000, using: &random))
      let limits = limits(lastChanged: random.next() % 2 == 0 ? [:] : [parameter: 0])
      switch limits.checkTarget(parameter, to: target, purpose: purpose) {
      case .failure(let refusal):
        #expect(throws: refusal) { try limits.judge(parameter, toward: target, purpose: purpose, now: now) }
      case .success(let checks):
        guard let judgement = try? limits.judge(parameter, toward: target, purpose: purpose, now: now) else {
          Issue.record("\(parameter) toward \(target) for \(purpose) was refused")
          return
        }
        #expect(judgement.targetChecks == checks)
        #expect(judgement.step == limits.nextStep(parameter, toward: target, purpose: purpose))
        #expect(judgement.verdict == limits.check(parameter, to: judgement.step, purpose: purpose, now: now))
      }
    }
  }

  @Test func `a cooldown is the step's and not the target's`() throws {
    let judgement = try limits(lastChanged: [.gridSpacing: 0]).judge(
      .gridSpacing, toward: .pips(25), purpose: .byHand, now: MarketTime(utc: 0, open: 600_000))
    #expect(judgement.step == .pips(22))
    #expect(judgement.verdict == .failure(.cooldown(parameter: .gridSpacing, remaining: 3_000_000)))
  }
}
