import Domain
import GridTrading
import ReferenceBot
import Testing

struct LedgerTests {
  private func request(
    _ change: Int64, _ parameter: Parameter, _ value: ParameterValue, expected: Int64 = 1, fence: Int64 = 1
  ) -> Command {
    .apply(
      ApplyRequest(
        change: ChangeID(change), parameter: parameter, value: value, purpose: .byHand,
        expected: ConfigurationVersion(expected), fence: fence, approves: false))
  }

  @Test func `a change applies to trades opened afterwards and to no stop that is open`() throws {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    let before = try #require(bot.move(to: 112_700).opened.first)
    let effects = bot.command(request(1, .stopLoss, .pips(Pips(420))), from: .role(.optimizer))
    guard case .some(.some(.outOfBounds)) = effects.refusal else { return #expect(Bool(false), "420 pips were set") }
    let applied = bot.command(request(2, .stopLoss, .pips(Pips(tenths: 420))), from: .role(.optimizer), id: "d")
    #expect(applied.refusal == .some(nil))
    #expect(bot.trader.engine.positions.first?.stopLoss == before.stopLoss)
    let after = try #require(bot.move(to: 112_400).opened.first)
    #expect(after.version == ConfigurationVersion(2))
    #expect(after.entryPrice.points - after.stopLoss.points == 420)
  }

  @Test func `only the optimizer sets`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    for origin in [Origin.role(.controller), .role(.monitor), .person("ana")] {
      guard
        case .some(.some(.notAuthorised)) =
          bot.command(request(1, .gridSpacing, .pips(Pips(22))), from: origin).refusal
      else { return #expect(Bool(false), "\(origin) set a parameter") }
    }
    #expect(bot.trader.ledger.version == .first)
  }

  @Test func `the same request twice is acknowledged and changes nothing`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    #expect(bot.command(request(1, .gridSpacing, .pips(Pips(22))), from: .role(.optimizer)).refusal == .some(nil))
    #expect(bot.command(request(1, .gridSpacing, .pips(Pips(22))), from: .role(.optimizer)).refusal == .some(nil))
    #expect(bot.trader.ledger.version == ConfigurationVersion(2))
    #expect(bot.trader.ledger.duplicates == 1)
  }

  @Test func `a stale version and a stale writer are refused by name`() {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    _ = bot.command(request(1, .gridSpacing, .pips(Pips(22)), fence: 2), from: .role(.optimizer))
    #expect(
      bot.command(request(2, .takeProfit, .pips(Pips(22)), expected: 1, fence: 2), from: .role(.optimizer)).refusal
        == .some(.staleVersion(expected: .first, actual: ConfigurationVersion(2))))
    let stale = bot.command(request(3, .takeProfit, .pips(Pips(22)), expected: 2, fence: 1), from: .role(.optimizer))
    #expect(stale.refusal == .some(.staleEpoch(writer: 1, fence: 2)))
    #expect(bot.trader.ledger.fenced == 1)
  }

  @Test func `a fence far above the last is refused by name and shuts nobody out`() throws {
    var bot = Bot()
    _ = bot.move(to: 113_000)
    _ = bot.command(request(1, .gridSpacing, .pips(Pips(22)), fence: 2), from: .role(.optimizer))
    for fence in [10_003, 4_000_000_000_000] as [Int64] {
      let far = bot.command(
        request(2, .takeProfit, .pips(Pips(22)), expected: 2, fence: fence), from: .role(.optimizer))
      let refusal = Refusal.implausible(what: "fence", value: "\(fence)", lowest: "2", highest: "10002")
      #expect(far.refusal == .some(refusal))
      #expect(far.events.contains { if case .incident(let it) = $0 { it.kind == .fenced } else { false } })
    }
    #expect(bot.trader.ledger.fence == 2)
    let near = bot.command(
      request(3, .takeProfit, .pips(Pips(22)), expected: 2, fence: 10_002), from: .role(.optimizer))
    #expect(near.refusal == .some(nil))
    #expect(bot.trader.ledger.fence == 10_002)
  }

  @Test func `no sequence of requests leaves bounds, step, cooldown or drift`() {
    var bot = Bot()
    var random = SplitMix64(seed: 11)
    let profile = bot.trader.profile
    var lastChange: [Parameter: Int64] = [:]
    var applied = 0
    _ = bot.move(to: 113_000)
    for number in 1...20_000 as ClosedRange<Int64> {
      if random.next() % 3 == 0 { _ = bot.move(to: 113_000 + Int32(random.next() % 50)) }
      let parameter = Parameter.allCases[Int(random.next() % 6)]
      let before = bot.trader.ledger.configuration
      guard let quanta = before[parameter].quanta,
        let value = before[parameter].with(quanta: quanta + Int(random.next() % 41) - 20)
      else { continue }
      let version = bot.trader.ledger.version
      _ = bot.command(
        request(number, parameter, value, expected: version.number), from: .role(.optimizer), id: "\(number)")
      guard bot.trader.ledger.version != version else { continue }
      applied += 1
      let rule = profile.rules[parameter]
      let now = bot.trader.ledger.configuration[parameter].quanta ?? 0
      #expect((rule?.lowest ?? 0)...(rule?.highest ?? 0) ~= now)
      let rise = max(1, quanta * (rule?.risePerMille ?? 0) / 1000)
      let fall = max(1, quanta * (rule?.fallPerMille ?? 0) / 1000)
      #expect((quanta - fall)...(quanta + rise) ~= now)
      if let last = lastChange[parameter] { #expect(bot.trader.time.open - last >= profile.rules.cooldown) }
      lastChange[parameter] = bot.trader.time.open
    }
    #expect(applied > 50)
  }
}
