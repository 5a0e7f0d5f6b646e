import AdaptiveController
import Domain
import Testing

@Suite struct ArbitrationTests {
  @Test(arguments: [SafetyLevel.frozen, .reducing, .halted, nil])
  func `nothing is sent unless the bot is active, and the reason is given once`(level: SafetyLevel?) {
    var desk = Desk(level: level)
    desk.alert(1, .drawdownAboveExpectation)
    desk.minutes(30)
    let effects = desk.takeEffects()
    #expect(effects.sent.isEmpty)
    #expect(effects.holds.count == 1)
    desk.hear(desk.safety(.active))
    desk.minutes(1)
    #expect(desk.takeEffects().proposals.count == 1)
  }

  @Test func `unknown inputs block every decision until they are over`() {
    var desk = Desk()
    desk.alert(1, .unknownInput)
    desk.alert(2, .winRateFell)
    desk.minutes(5)
    #expect(desk.takeEffects().sent.isEmpty)
    desk.alert(1, .unknownInput, .cleared)
    desk.minutes(1)
    #expect(desk.takeEffects().proposals.count == 1)
  }

  @Test func `nothing is decided around the rollover and before the weekend`() {
    var desk = Desk()
    // 17:00 New York is 22:00 UTC in winter.
    desk.utc = mondayMorning + (13 * 60 + 35) * 60_000
    desk.alert(1, .winRateFell)
    desk.minutes(50)
    #expect(desk.takeEffects().sent.isEmpty)
    desk.minutes(10)
    #expect(desk.takeEffects().proposals.count == 1)

    var friday = Desk()
    friday.utc = mondayMorning + 4 * 86_400_000 + (13 * 60 + 1) * 60_000
    friday.alert(1, .winRateFell)
    friday.minutes(30)
    #expect(friday.takeEffects().sent.isEmpty)
  }

  @Test func `a measured plan keeps other plans and experiments waiting, but not what lowers risk`() {
    var desk = Desk()
    desk.alert(1, .winRateFell)
    desk.minutes(1)
    #expect(desk.takeEffects().proposals.count == 1)
    desk.alert(2, .profitFactorBelowTarget)
    desk.alert(3, .drawdownAboveExpectation)
    desk.minutes(5)
    let effects = desk.takeEffects()
    #expect(effects.experiments.isEmpty)
    #expect(effects.holds.contains { $0.contains("under way") })
    #expect(effects.proposals.map(\.parameter) == [.lotSize])
  }

  @Test func `one experiment runs at a time`() {
    var desk = Desk()
    desk.experiment(7, .pairedShadow, .takeProfit, [.pips(Pips(24))])
    desk.alert(1, .profitFactorBelowTarget)
    desk.minutes(5)
    #expect(desk.takeEffects().experiments.isEmpty)
    desk.experiment(7, .rejected, .takeProfit, [.pips(Pips(24))])
    desk.minutes(1)
    #expect(desk.takeEffects().experiments.count == 1)
  }

  @Test func `a proposal refused for its cooldown is made again when that is over`() {
    var desk = Desk()
    desk.alert(1, .drawdownAboveExpectation)
    desk.minutes(1)
    let proposal = desk.takeEffects().proposals[0]
    desk.answer(proposal, .refused, refusal: .cooldown(parameter: .lotSize, remaining: 30 * 60_000))
    desk.minutes(29)
    #expect(desk.takeEffects().proposals.isEmpty)
    desk.minutes(40)
    #expect(desk.takeEffects().proposals.map(\.parameter) == [.lotSize])
  }

  @Test func `a proposal that nobody takes up is given up after the answer time`() {
    var desk = Desk()
    desk.alert(1, .drawdownAboveExpectation)
    desk.minutes(10)
    #expect(desk.takeEffects().proposals.count == 1)
    desk.minutes(5)
    #expect(desk.takeEffects().proposals.map(\.parameter) == [.stopLoss])
  }

  @Test(arguments: Autonomy.allCases)
  func `only full autonomy sends anything`(autonomy: Autonomy) {
    var settings = ControllerSettings()
    settings.autonomy = autonomy
    var desk = Desk(settings)
    desk.alert(1, .winRateFell)
    desk.alert(2, .profitFactorBelowTarget)
    desk.minutes(30)
    let effects = desk.takeEffects()
    #expect(effects.sent.isEmpty == (autonomy != .auto))
    #expect(!effects.decisions.isEmpty)
    let recommends = effects.decisions.contains { if case .recommend = $0.action { true } else { false } }
    #expect(recommends == (autonomy == .recommend || autonomy == .approve))
    #expect(effects.decisions.count < 5)
  }

  @Test func `the report comes once an hour and whenever something has changed`() {
    var desk = Desk()
    desk.minutes(241)
    #expect(desk.takeEffects().reports.count == 5)
    desk.alert(1, .winRateFell)
    desk.minutes(1)
    let report = desk.takeEffects().reports.last
    #expect(report?.openAlerts.map(\.number) == [1])
    #expect(report?.lastDecision?.number == 1)
  }
}
