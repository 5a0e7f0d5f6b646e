import Domain
import GridTrading

/// Shadows enter when the bot may.
struct ShadowGate: EntryGate {
  let isOpen: Bool

  mutating func permits(side: Side, quote: Quote) -> Bool { isOpen }
}

/// A simulated bot that runs one arm. It starts as a clone; the positions that it inherits trade on but do not count.
struct Shadow: Hashable, Sendable, Codable {
  private(set) var engine: GridEngine
  /// The first trade number that counts.
  private let firstOwn: Int64
  private(set) var realised = Money.zero
  /// Profits of the own trades that the last fills closed.
  private(set) var closed: [Money] = []

  init(cloning engine: GridEngine) {
    self.engine = engine
    firstOwn = engine.nextID
  }

  mutating func adopt(_ configuration: Configuration, version: ConfigurationVersion) {
    engine.adopt(configuration, version: version)
  }

  /// Takes the next quote, with `fills` empty before and after.
  ///
  /// - Returns: whether anything was filled or skipped.
  @inline(__always)
  mutating func step(_ quote: Quote, gate: inout ShadowGate, fills: inout [Fill]) -> Bool {
    engine.step(quote, gate: &gate, fills: &fills)
    guard !fills.isEmpty else { return false }
    book(&fills)
    return true
  }

  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    engine.closeAll(at: quote, reason: .flattened, fills: &fills)
    book(&fills)
  }

  private mutating func book(_ fills: inout [Fill]) {
    closed.removeAll(keepingCapacity: true)
    for case .closed(let trade) in fills {
      guard trade.trade.id.number >= firstOwn else { continue }
      realised = realised + trade.profit
      closed.append(trade.profit)
    }
    fills.removeAll(keepingCapacity: true)
  }

  /// What the own trades have earned, the open ones marked to market.
  func result(at quote: Quote) -> Money {
    let accounting = TradeAccounting(profile: engine.profile)
    var sum = realised
    for trade in engine.positions where trade.id.number >= firstOwn {
      sum = sum + accounting.gross(trade, exit: trade.side == .buy ? quote.bid : quote.ask) - trade.costs.charged
    }
    return sum
  }
}
