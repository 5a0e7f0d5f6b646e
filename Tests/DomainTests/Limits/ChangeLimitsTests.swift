import Domain
import Testing

struct ChangeLimitsTests {
  @Test func `a tenth of grid spacing is a legal step and more is not`() {
    #expect(limits().refusal(.gridSpacing, .pips(22)) == nil)
    #expect(limits().refusal(.gridSpacing, .pips(18)) == nil)
    #expect(
      limits().refusal(.gridSpacing, .pips(22.1))
        == .stepTooLarge(parameter: .gridSpacing, from: "20", to: "22.1", lowestStep: "18", highestStep: "22"))
  }

  @Test func `a stop moves by a twentieth, lots by a tenth up and a fifth down, positions by one`() {
    #expect(limits().refusal(.stopLoss, .pips(42)) == nil)
    #expect(limits().refusal(.stopLoss, .pips(42.1)) != nil)
    #expect(limits().refusal(.stopLoss, .pips(38)) == nil)
    #expect(limits().refusal(.stopLoss, .pips(37.9)) != nil)
    #expect(limits().refusal(.lotSize, .hundredths(11)) == nil)
    #expect(limits().refusal(.lotSize, .hundredths(12)) != nil)
    #expect(limits().refusal(.lotSize, .hundredths(8)) == nil)
    #expect(limits().refusal(.lotSize, .hundredths(7)) != nil)
    #expect(limits().refusal(.maxPositions, .count(11)) == nil)
    #expect(limits().refusal(.maxPositions, .count(9)) == nil)
    #expect(limits().refusal(.maxPositions, .count(8)) != nil)
  }

  @Test func `one quantum is legal where a share of the value would be less than that`() {
    let small = with(.lotSize, .hundredths(2))
    #expect(limits(small, approved: with(.lotSize, .hundredths(4))).refusal(.lotSize, .hundredths(3)) == nil)
    #expect(limits(small, approved: small).refusal(.lotSize, .hundredths(1)) == nil)
    let narrow = with(.maxSpread, .pips(0.4))
    #expect(limits(narrow, approved: narrow).refusal(.maxSpread, .pips(0.5)) == nil)
  }

  @Test func `a share that is no whole quantum is rounded down, never up`() {
    let lots = with(.lotSize, .hundredths(12))
    #expect(limits(lots, approved: lots).refusal(.lotSize, .hundredths(10)) == nil)
    #expect(limits(lots, approved: lots).refusal(.lotSize, .hundredths(9)) != nil)
    #expect(limits(lots, approved: lots).refusal(.lotSize, .hundredths(14)) != nil)
  }

  @Test func `one quantum beyond the bounds or the drift is refused by that name`() {
    let lowest = with(.gridSpacing, .pips(10))
    #expect(
      limits(lowest, approved: lowest).refusal(.gridSpacing, .pips(9.9))
        == .outOfBounds(parameter: .gridSpacing, value: "9.9", lowest: "10", highest: "50"))
    let wide = with(.gridSpacing, .pips(26))
    #expect(
      limits(wide).refusal(.gridSpacing, .pips(26.1))
        == .drift(parameter: .gridSpacing, value: "26.1", approved: "20", lowest: "14", highest: "26"))
  }

  @Test func `a count that overflows is out of bounds`() {
    #expect(
      limits().refusal(.maxPositions, .count(.max))
        == .outOfBounds(parameter: .maxPositions, value: "\(Int.max)", lowest: "1", highest: "20"))
  }

  @Test func `what lowers risk may leave the drift band and come back toward what was approved`() {
    let low = with(.stopLoss, .pips(28))
    #expect(limits(low).refusal(.stopLoss, .pips(27), .lowerRisk) == nil)
    let lower = with(.stopLoss, .pips(20))
    #expect(limits(lower).refusal(.stopLoss, .pips(21), .returnToApproved) == nil)
    #expect(limits(lower).refusal(.stopLoss, .pips(21), .byHand) == nil)
  }

  @Test func `a cooldown names what is left of it and does not stop a rollback`() {
    let hot = limits(lastChanged: [.gridSpacing: 1_000])
    #expect(
      hot.refusal(.gridSpacing, .pips(21), open: 61_000)
        == .cooldown(parameter: .gridSpacing, remaining: MarketTime.hour - 60_000))
    #expect(hot.refusal(.gridSpacing, .pips(21), open: 1_000 + MarketTime.hour) == nil)
    #expect(hot.refusal(.gridSpacing, .pips(21), .rollback, open: 61_000) == nil)
    #expect(hot.refusal(.takeProfit, .pips(21), open: 61_000) == nil)
  }

  @Test func `a rollback that lowers risk goes at full size and one that raises it in steps`() {
    let high = with(.stopLoss, .pips(50))
    #expect(limits(high).refusal(.stopLoss, .pips(40), .rollback) == nil)
    #expect(limits(high).refusal(.stopLoss, .pips(40), .byHand) != nil)
    let low = with(.stopLoss, .pips(30))
    #expect(limits(low).refusal(.stopLoss, .pips(40), .rollback) != nil)
    #expect(limits(low).nextStep(.stopLoss, toward: .pips(40), purpose: .rollback) == .pips(31.5))
  }

  @Test func `a rollback of equal risk undoes in one change what one step did`() {
    let narrow = with(.gridSpacing, .pips(18))
    #expect(limits(narrow).refusal(.gridSpacing, .pips(20), .rollback) == nil)
    #expect(limits(narrow).refusal(.gridSpacing, .pips(20.1), .rollback) != nil)
    #expect(limits(narrow).refusal(.gridSpacing, .pips(20), .byHand) != nil)
  }

  @Test func `a change that claims to lower risk must lower the worst case or the spread alone`() {
    #expect(limits().refusal(.maxSpread, .pips(1.8), .lowerRisk) == nil)
    #expect(limits().refusal(.lotSize, .hundredths(8), .lowerRisk) == nil)
    #expect(limits().refusal(.gridSpacing, .pips(22), .lowerRisk) == .worstCaseRises(from: 40_000, to: 40_000))
    #expect(limits().refusal(.lotSize, .hundredths(11), .lowerRisk) == .worstCaseRises(from: 40_000, to: 44_000))
    var traded = defaults
    traded.lotSize = Lots(hundredths: 8)
    traded.stopLoss = Pips(41.0)
    #expect(defaults.risk(of: traded) == .raises)
  }

  @Test func `a return that does not come nearer needs proof`() {
    let low = with(.lotSize, .hundredths(8))
    #expect(limits(low).refusal(.lotSize, .hundredths(9), .returnToApproved) == nil)
    #expect(limits(low).refusal(.lotSize, .hundredths(7), .returnToApproved) == .needsProof(parameter: .lotSize))
    #expect(limits().refusal(.gridSpacing, .pips(21), .returnToApproved) == .needsProof(parameter: .gridSpacing))
  }

  @Test(arguments: [SafetyLevel.frozen, .reducing, .halted])
  func `nothing changes unless the bot is active`(level: SafetyLevel) {
    let high = with(.stopLoss, .pips(50))
    #expect(limits(high, safety: level).refusal(.stopLoss, .pips(40), .rollback) == .safety(level))
    #expect(limits(safety: level).refusal(.lotSize, .hundredths(8), .lowerRisk) == .safety(level))
  }

  @Test func `a value of another kind and the present value are refused`() {
    #expect(limits().refusal(.gridSpacing, .count(22)) == .wrongKind(parameter: .gridSpacing, value: "22"))
    #expect(limits().refusal(.gridSpacing, .pips(20)) == .unchanged(parameter: .gridSpacing, value: "20"))
  }

  @Test func `sessions move one at a time and a timeframe one notch`() {
    let withoutSydney = SessionSet.all.subtracting(SessionSet(.sydney))
    #expect(limits().refusal(.tradingSessions, .sessions(withoutSydney)) == nil)
    #expect(limits().refusal(.tradingSessions, .sessions(withoutSydney.subtracting(SessionSet(.london)))) != nil)
    #expect(limits().refusal(.timeframe, .timeframe(.m30)) == nil)
    #expect(limits().refusal(.timeframe, .timeframe(.h1)) != nil)
    #expect(limits().refusal(.entryFilter, .entryFilter(.bollinger)) == nil)
  }

  @Test func `what was checked is told with its numbers`() throws {
    let checks = try limits(lastChanged: [.gridSpacing: 0]).check(
      .gridSpacing, to: .pips(22), purpose: .byHand, now: MarketTime(utc: 0, open: 2 * MarketTime.hour)
    ).get()
    #expect(
      checks == [
        "safety: active", "bounds: 22 is within 10 to 50",
        "risk: unchanged, worst case 40000 to 40000 hundredths of a lot × tenths of a pip",
        "step: 20 to 22, at most 18 to 22 in one change",
        "drift: 22 is within 14 to 26, the approved 20 ± 300 ‰",
        "cooldown: 120 min since the last change, at least 60",
      ])
  }
}
