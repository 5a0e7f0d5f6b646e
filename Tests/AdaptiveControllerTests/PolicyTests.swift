import AdaptiveController
import Domain
import Testing

@Suite struct PolicyTests {
  @Test func `a drawdown lowers lots by a fifth, then the stop by a step, and both return when it has cleared`() throws
  {
    var desk = Desk()
    desk.alert(1, .drawdownAboveExpectation)
    desk.minutes(3)
    let lots = try #require(desk.takeEffects().proposals.first)
    #expect(lots.parameter == .lotSize && lots.target == .lots(Lots(hundredths: 8)) && lots.purpose == .lowerRisk)
    desk.answer(lots, .kept)
    desk.minutes(3)
    let stop = try #require(desk.takeEffects().proposals.first)
    #expect(stop.parameter == .stopLoss && stop.target == .pips(Pips(38)) && stop.purpose == .lowerRisk)
    desk.answer(stop, .kept)
    desk.minutes(120)
    #expect(desk.takeEffects().sent.isEmpty)

    desk.alert(1, .drawdownAboveExpectation, .cleared)
    desk.minutes(3)
    let back = desk.takeEffects().proposals
    #expect(back.map(\.parameter) == [.lotSize])
    #expect(back.map(\.target) == [.lots(Lots(hundredths: 10))])
    #expect(back.map(\.purpose) == [.returnToApproved])
    desk.answer(back[0], .kept)
    desk.minutes(3)
    #expect(desk.takeEffects().proposals.map(\.target) == [.pips(Pips(40))])
  }

  @Test func `a drawdown that comes back during the return lowers the risk again`() {
    var desk = Desk()
    desk.alert(1, .drawdownAboveExpectation)
    for _ in 0..<2 {
      desk.minutes(2)
      for proposal in desk.takeEffects().proposals { desk.answer(proposal, .kept) }
    }
    desk.alert(1, .drawdownAboveExpectation, .cleared)
    desk.minutes(2)
    #expect(desk.takeEffects().proposals.map(\.purpose) == [.returnToApproved])
    desk.alert(2, .drawdownAboveExpectation)
    desk.minutes(61)
    #expect(desk.takeEffects().proposals.map(\.purpose) == [.lowerRisk])
  }

  @Test func `a reduction is renewed while its alert stands`() {
    var desk = Desk()
    desk.alert(1, .drawdownAboveExpectation)
    for _ in 0..<2 {
      desk.minutes(2)
      for proposal in desk.takeEffects().proposals { desk.answer(proposal, .kept) }
    }
    desk.utc += 8 * 86_400_000
    desk.minutes(2)
    let renewed = desk.takeEffects().proposals
    #expect(renewed.map(\.target) == [.lots(Lots(hundredths: 8)), .pips(Pips(38))])
    #expect(renewed.allSatisfy { $0.purpose == .lowerRisk })
  }

  @Test func `a fallen win rate asks for a grid a quarter wider, to be measured`() throws {
    var desk = Desk()
    desk.start(epoch: 7)
    desk.alert(1, .winRateFell)
    desk.minutes(2)
    let effects = desk.takeEffects()
    let proposal = try #require(effects.proposals.first)
    #expect(proposal.parameter == .gridSpacing && proposal.target == .pips(Pips(25)) && proposal.purpose == .remedy)
    #expect(effects.sent.first?.id == "controller-7-1")
    #expect(effects.decisions.first?.trigger.contains("winRateFell") == true)
  }

  @Test func `a wider grid never leaves the drift from what a person approved`() {
    var desk = Desk()
    desk.configuration.gridSpacing = Pips(24)
    desk.tellConfiguration()
    desk.alert(1, .winRateFell)
    desk.minutes(2)
    #expect(desk.takeEffects().proposals.map(\.target) == [.pips(Pips(26))])
    desk.configuration.gridSpacing = Pips(26)
    desk.tellConfiguration()
    desk.alert(1, .winRateFell, .cleared)
    desk.utc += 5 * 86_400_000
    desk.minutes(2)
    desk.alert(2, .winRateFell)
    desk.utc += 86_400_000 * 30
    desk.minutes(2)
    let effects = desk.takeEffects()
    #expect(effects.sent.isEmpty)
    #expect(effects.holds.contains { $0.contains("no room") })
  }

  @Test func `with proof by experiment the win-rate policy starts one instead`() {
    var settings = ControllerSettings()
    settings.policies[1].proof = .experiment
    var desk = Desk(settings)
    desk.alert(1, .winRateFell)
    desk.minutes(2)
    let effects = desk.takeEffects()
    #expect(effects.proposals.isEmpty)
    #expect(effects.experiments.map(\.values) == [[.pips(Pips(25))]])
  }

  @Test func `a low profit factor compares both endpoints of the drift with the incumbent`() {
    var desk = Desk()
    desk.alert(1, .profitFactorBelowTarget)
    desk.minutes(2)
    let experiment = desk.takeEffects().experiments.first
    #expect(experiment?.parameter == .gridSpacing)
    #expect(experiment?.values == [.pips(Pips(26)), .pips(Pips(14))])
  }

  @Test func `a losing session is compared with not trading in it`() {
    var desk = Desk()
    desk.alert(1, .sessionLosing, session: .tokyo)
    desk.minutes(2)
    let experiment = desk.takeEffects().experiments.first
    #expect(experiment?.parameter == .tradingSessions)
    #expect(experiment?.values == [.sessions(SessionSet.all.subtracting(SessionSet(.tokyo)))])
  }

  @Test func `what an experiment has proven is proposed, once`() {
    var desk = Desk()
    let values: [ParameterValue] = [.pips(Pips(26)), .pips(Pips(14))]
    desk.experiment(1, .pairedShadow, .gridSpacing, values)
    desk.experiment(1, .liveRamp, .gridSpacing, values, winner: 0)
    desk.experiment(1, .liveRamp, .gridSpacing, values, winner: 0)
    desk.minutes(3)
    let proposals = desk.takeEffects().proposals
    #expect(proposals.map(\.purpose) == [.promotion])
    #expect(proposals.map(\.target) == [.pips(Pips(26))])
    #expect(proposals.map(\.ramp) == [ExperimentID(1)])
  }

  @Test func `a policy whose change was reverted waits twice as long each time`() throws {
    var desk = Desk()
    desk.alert(1, .winRateFell)
    var waits: [Int64] = []
    var last: Int64?
    for _ in 0..<4 {
      var proposal: Proposal?
      while proposal == nil {
        desk.minutes(5)
        proposal = desk.takeEffects().proposals.first
      }
      let open = calendar.openMilliseconds(at: desk.utc)
      if let last { waits.append((open - last) / MarketTime.hour) }
      last = open
      desk.answer(try #require(proposal), .reverted)
    }
    #expect(waits.count == 3)
    // One day doubled to 2, 4 and 8; a weekend or a rollover may add some hours.
    for (wait, days) in zip(waits, [2, 4, 8] as [Int64]) { #expect((days * 24...days * 24 + 4).contains(wait)) }
  }
}
