import Domain
import GridTrading
import ReferenceBot
import Testing

/// The two versions of a live ramp at the last gate.
@Suite struct VersionPairTests {
  private let profile: SymbolProfile
  private var ledger: ConfigurationLedger
  private let now = MarketTime(utc: 1_700_000_000_000, open: 100 * MarketTime.hour)

  init() throws {
    profile = try #require(SymbolProfile.named("EURUSD"))
    ledger = ConfigurationLedger(initial: profile.defaults)
    let request = ApplyRequest(
      change: ChangeID(1), parameter: .gridSpacing, value: .pips(Pips(22)), purpose: .promotion, expected: .first,
      fence: 3, approves: false, ramps: true)
    guard case .applied = ledger.apply(request, now: now, level: .active, profile: profile) else {
      Issue.record("the ramp's change was refused")
      return
    }
  }

  private func turn(_ turn: Int, _ version: Int64, change: Int64 = 1, fence: Int64 = 3) -> VersionSwitch {
    VersionSwitch(change: ChangeID(change), turn: turn, version: ConfigurationVersion(version), fence: fence)
  }

  private mutating func take(_ request: VersionSwitch, level: SafetyLevel = .active) -> ConfigurationLedger.Verdict {
    ledger.switchVersion(request, level: level, profile: profile)
  }

  @Test mutating func `turns change the version and nothing else`() {
    guard case .applied(let back) = take(turn(1, 1)), case .applied(let again) = take(turn(2, 2)) else {
      Issue.record("a turn was refused")
      return
    }
    #expect(back.version == .first && back.configuration == profile.defaults && back.turn == 1)
    #expect(again.version == ConfigurationVersion(2) && again.configuration.gridSpacing == Pips(22))
    #expect(again.change == ChangeID(1) && again.approved == profile.defaults)
    #expect(ledger.lastChanged[.gridSpacing] == now.open)
  }

  @Test(arguments: 0...2) mutating func `a bot made anew from its stream takes the next turn`(turns: Int) throws {
    var bots = Bot()
    let first = bots.trader.ledger.inForce
    var told: [ConfigurationApplied] = [first]
    var candidate = first
    candidate.configuration.gridSpacing = Pips(22)
    (candidate.version, candidate.change) = (ConfigurationVersion(2), ChangeID(1))
    told.append(candidate)
    for turn in 0..<turns {
      var next = turn % 2 == 0 ? first : candidate
      (next.change, next.turn) = (ChangeID(1), turn + 1)
      told.append(next)
    }
    for applied in told { bots.trader.relive([.configurationApplied(applied)]) }
    let isCandidate = turns % 2 == 1
    let request = turn(turns + 1, isCandidate ? 2 : 1)
    var ledger = bots.trader.ledger
    guard case .applied(let now) = ledger.switchVersion(request, level: .active, profile: profile) else {
      Issue.record("the turn was refused")
      return
    }
    #expect(now.turn == turns + 1 && now.configuration.gridSpacing == (isCandidate ? Pips(22) : Pips(20)))
    // A repeated event of the change itself is outdated.
    bots.trader.relive([.configurationApplied(candidate)])
    #expect(bots.trader.ledger.pair?.turn == turns)
    // An approval ends the pair, also one that was lived again.
    var approved = now
    (approved.approvals, approved.change, approved.turn) = (1, nil, nil)
    bots.trader.relive([.configurationApplied(approved)])
    ledger = bots.trader.ledger
    #expect(
      ledger.switchVersion(turn(9, 1), level: .active, profile: profile) == .refused(.unknownChange(ChangeID(1))))
  }

  @Test mutating func `a turn that comes twice is told again and carried out once`() {
    _ = take(turn(1, 1))
    guard case .duplicate(let told) = take(turn(1, 1)), case .duplicate(let older) = take(turn(0, 2)) else {
      Issue.record("an old turn was carried out")
      return
    }
    #expect(told.version == .first && older.version == .first)
    #expect(ledger.duplicates == 2)
  }

  @Test mutating func `only the present writer switches, only within the pair of the last change`() {
    #expect(take(turn(1, 1, fence: 2)) == .refused(.staleEpoch(writer: 2, fence: 3)))
    #expect(take(turn(1, 1, change: 7)) == .refused(.unknownChange(ChangeID(7))))
    #expect(
      take(turn(1, 9)) == .refused(.staleVersion(expected: ConfigurationVersion(9), actual: ConfigurationVersion(2))))
    let other = ApplyRequest(
      change: ChangeID(2), parameter: .lotSize, value: .lots(Lots(hundredths: 9)), purpose: .lowerRisk,
      expected: ConfigurationVersion(2), fence: 3, approves: false)
    guard case .applied = ledger.apply(other, now: now, level: .active, profile: profile) else {
      Issue.record("the reduction was refused")
      return
    }
    #expect(take(turn(1, 1)) == .refused(.unknownChange(ChangeID(1))), "another change dissolves the pair")
  }

  @Test mutating func `a frozen bot goes back to the incumbent and not to the candidate`() {
    guard case .applied = take(turn(1, 1), level: .frozen) else {
      Issue.record("the way back must always be open")
      return
    }
    #expect(take(turn(2, 2), level: .frozen) == .refused(.safety(.frozen)))
  }

  @Test mutating func `a version that was made is never made again`() {
    _ = take(turn(1, 1))
    let next = ApplyRequest(
      change: ChangeID(2), parameter: .takeProfit, value: .pips(Pips(21)), purpose: .byHand, expected: .first, fence: 3,
      approves: false)
    guard case .applied(let applied) = ledger.apply(next, now: now, level: .active, profile: profile) else {
      Issue.record("the change was refused")
      return
    }
    #expect(applied.version == ConfigurationVersion(3))
    #expect(applied.configuration.gridSpacing == profile.defaults.gridSpacing)
  }
}
