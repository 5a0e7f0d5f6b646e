import Domain
import GridTrading
import ReferenceBot

/// A trader on EURUSD with the profile's defaults, and quotes to move it with.
struct Bot {
  var trader: Trader
  private var clock: Int64 = 1_641_200_400_000

  init(settings: TraderSettings = TraderSettings()) {
    guard var profile = SymbolProfile.named("EURUSD") else { preconditionFailure("EURUSD has a profile") }
    // What is tested here moves in leaps; `QuoteJudgeTests` have the judging of quotes.
    profile.belief.jump = Pips(2_000)
    trader = Trader(profile: profile, configuration: profile.defaults, settings: settings)
  }

  /// One quote with a spread of one pip, a minute after the last.
  mutating func quote(_ bid: Int32, path: PricePath = .jump) -> QuoteBatch {
    clock += 60_000
    return QuoteBatch(quotes: [Quote(time: clock, bid: Price(points: bid), ask: Price(points: bid + 10), path: path)])
  }

  mutating func move(to bid: Int32) -> [Effect] {
    trader.receive(Input(time: trader.time, content: .event(.quotes(quote(bid)))))
  }

  mutating func command(_ command: Command, from origin: Origin, id: String = "c") -> [Effect] {
    trader.receive(Input(time: trader.time, content: .command(id: id, command, from: origin)))
  }

  mutating func endMinute() -> [Effect] {
    trader.receive(Input(time: trader.time, content: .endOfMinute(trader.minute + 1)))
  }

  static func trip(_ id: String, _ level: SafetyLevel) -> Trip {
    Trip(id: id, level: level, reason: "because of \(id)", source: "test", time: 0)
  }
}

/// The gate of a latch in which trips appear after a number of looks.
struct ScriptedGate: OrderGate {
  var looksBefore: Int
  var trip: Trip
  private(set) var looks = 0

  init(after looks: Int, trip: Trip) {
    looksBefore = looks
    self.trip = trip
  }

  mutating func newTrips() -> [Trip] {
    looks += 1
    return looks > looksBefore ? [trip] : []
  }
}

extension [Effect] {
  var events: [Event] {
    compactMap { if case .publish(let event) = $0 { event } else { nil } }
  }

  var opened: [OpenTrade] {
    events.compactMap { if case .tradeOpened(let trade) = $0 { trade } else { nil } }
  }

  var closed: [ClosedTrade] {
    events.compactMap { if case .tradeClosed(let trade) = $0 { trade } else { nil } }
  }

  var safety: [SafetyReport] {
    events.compactMap { if case .safety(let report) = $0 { report } else { nil } }
  }

  var refusal: Refusal?? {
    for case .answer(_, let refusal) in self { return .some(refusal) }
    return nil
  }
}
