import Domain
import GridTrading
import ReferenceBot
import Runtime
import Testing
import TraderRuntime

struct TraderLifeTests {
  private let profile: SymbolProfile

  init() throws {
    profile = try #require(SymbolProfile.named("EURUSD"))
  }

  private func quote(_ number: Int64) -> Event {
    .quotes(
      QuoteBatch(quotes: [
        Quote(
          time: 1_699_228_800_000 + number * 1_000, bid: Price(points: 110_000), ask: Price(points: 110_011),
          path: .jump)
      ]))
  }

  private let stop = Event.safety(SafetyReport(level: .frozen, trips: [], flatness: .notRequired))

  private func life(_ events: [(Event, beginsTurn: Bool)], loudFrom loud: Int = .max) -> TraderLife {
    var stored = StoredTrader(past: [])
    for (index, item) in events.enumerated() {
      stored.past.append(
        LoggedEvent(
          sequence: Int64(index) + 1, event: item.0, beginsTurn: item.beginsTurn, callsForCommit: index >= loud))
    }
    return TraderLife(
      stored, initial: Trader(profile: profile, configuration: profile.defaults, settings: TraderSettings()))
  }

  @Test func `quiet turns behind the last commit are run again`() {
    let life = life([(quote(1), true), (quote(2), true), (.minute(1), true), (quote(3), true)])
    #expect(life.sequence == 4)
    #expect(life.place.position == 2)
    #expect(life.place.inMinute == 1)
    #expect(life.trader.minute == 1)
  }

  @Test func `a turn without quotes that was not committed takes no published quote along`() {
    let life = life([(quote(1), true), (quote(2), true), (stop, true)])
    #expect(life.sequence == 2)
    #expect(life.place.inMinute == 2)
  }

  @Test func `the quotes of a turn that was torn before its orders are not a quiet turn`() {
    let life = life([(quote(1), true), (quote(2), true)], loudFrom: 1)
    #expect(life.sequence == 1)
    #expect(life.place.inMinute == 1)
  }

  @Test(arguments: [1, 3] as [Int64])
  func `what a writer had asked for before its memory was lost is not carried out for its successor`(fence: Int64) {
    var life = life([(quote(1), true)])
    let request = ApplyRequest(
      change: ChangeID(1), parameter: .lotSize, value: .lots(Lots(hundredths: 9)), purpose: .lowerRisk,
      expected: .first, fence: 2, approves: false)
    life.keep(WaitingCommand(id: "optimizer-2-1", command: .apply(request), origin: .role(.optimizer)))
    _ = life.act { trader in
      trader.fence(from: fence)
      return []
    }
    let refusals = life.takeWaiting().compactMap { effect in
      if case .answer(_, let refusal) = effect { refusal } else { nil }
    }
    #expect(refusals == (fence > 2 ? [.staleEpoch(writer: 2, fence: fence)] : []))
    #expect((life.trader.ledger.version == .first) == (fence > 2))
  }

  @Test func `a turn that was not committed goes with its quotes`() {
    let life = life([(quote(1), true), (quote(2), true), (stop, false), (quote(3), true)])
    #expect(life.sequence == 1)
    #expect(life.place.inMinute == 1)
  }
}
