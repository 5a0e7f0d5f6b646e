import Domain
import GridTrading
import ReferenceBot
import Testing

/// After an approval the last gate lets only less risk through of what was planned before it.
struct ApprovalTests {
  private func request(
    _ change: Int64, _ parameter: Parameter, _ tenths: Int32, _ purpose: ChangePurpose = .byHand, expected: Int64,
    approvals: Int64
  ) -> Command {
    .apply(
      ApplyRequest(
        change: ChangeID(change), parameter: parameter, value: .pips(Pips(tenths: tenths)), purpose: purpose,
        expected: ConfigurationVersion(expected), fence: 1, approves: false, approvals: approvals))
  }

  @Test func `a request from before an approval is refused by name unless it lowers risk`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    let stop = bot.trader.ledger.configuration.stopLoss.tenths
    let told = bot.command(.approve(reason: "good"), from: .person("Ana"))
    guard case .configurationApplied(let approved) = told.events.first else { return #expect(Bool(false), "not told") }
    #expect(approved.approvals == 1)
    for (change, tenths) in [(1, stop + 10), (2, stop + 20)] as [(Int64, Int32)] {
      let answer = bot.command(
        request(change, .stopLoss, tenths, expected: 1, approvals: 0), from: .role(.optimizer), id: "\(change)")
      #expect(answer.refusal == .some(.approvedSince(plannedUnder: 0, approvals: 1)))
    }
    let spacing = bot.trader.ledger.configuration.gridSpacing.tenths
    let equal = bot.command(
      request(3, .gridSpacing, spacing + 10, expected: 1, approvals: 0), from: .role(.optimizer), id: "3")
    #expect(equal.refusal == .some(.approvedSince(plannedUnder: 0, approvals: 1)))
    let less = bot.command(
      request(4, .stopLoss, stop - 10, .lowerRisk, expected: 1, approvals: 0), from: .role(.optimizer), id: "4")
    #expect(less.refusal == .some(nil))
    // Twice at once: less risk waits for no cooldown at the gate.
    let lesser = bot.command(
      request(5, .stopLoss, stop - 20, .lowerRisk, expected: 2, approvals: 0), from: .role(.optimizer), id: "5")
    #expect(lesser.refusal == .some(nil))
    let seen = bot.command(
      request(6, .gridSpacing, spacing + 10, expected: 3, approvals: 1), from: .role(.optimizer), id: "6")
    #expect(seen.refusal == .some(nil))
  }

  @Test func `a request that had been carried out before an approval is acknowledged with today's approval`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    let stop = bot.trader.ledger.configuration.stopLoss.tenths
    let command = request(1, .stopLoss, stop + 10, expected: 1, approvals: 0)
    _ = bot.command(command, from: .role(.optimizer))
    _ = bot.command(.approve(reason: "good"), from: .person("Ana"))
    let again = bot.command(command, from: .role(.optimizer), id: "again")
    guard case .configurationApplied(let applied) = again.events.first else { return #expect(Bool(false), "not told") }
    #expect(applied.approvals == 1)
    #expect(applied.approved.stopLoss.tenths == stop + 10)
  }

  @Test func `an approval leaves no other version to switch to`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    let spacing = bot.trader.ledger.configuration.gridSpacing.tenths
    let ramp = ApplyRequest(
      change: ChangeID(1), parameter: .gridSpacing, value: .pips(Pips(tenths: spacing + 10)), purpose: .promotion,
      expected: .first, fence: 1, approves: false, ramps: true)
    _ = bot.command(.apply(ramp), from: .role(.optimizer))
    _ = bot.command(.approve(reason: "good"), from: .person("Ana"))
    let turn = VersionSwitch(change: ChangeID(1), turn: 1, version: .first, fence: 1)
    let answer = bot.command(.switchVersion(turn), from: .role(.optimizer), id: "turn")
    #expect(answer.refusal == .some(.unknownChange(ChangeID(1))))
    #expect(bot.trader.ledger.configuration.gridSpacing.tenths == spacing + 10)
  }
}
