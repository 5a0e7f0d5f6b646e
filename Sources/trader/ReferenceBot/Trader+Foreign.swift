package import Domain
internal import GridTrading

/// A position at the venue that this bot did not open: a person's, or a second copy's.
package struct ForeignTrade: Hashable, Sendable {
  /// The venue's name for the order.
  package var order: String
  package var trade: OpenTrade

  package init(order: String, trade: OpenTrade) {
    self.order = order
    self.trade = trade
  }
}

extension Trader {
  /// Learns what the venue lists as open and is not this bot's. It is never closed from here.
  ///
  /// By the policy it is ignored, counts against the limit on open positions, or freezes the bot while it is there.
  package mutating func see(foreign trades: [ForeignTrade]) -> [Effect] {
    let before = level
    let known = Set(foreign.map(\.order))
    foreign = trades.sorted { $0.order < $1.order }
    engine.otherPositions = settings.foreignTrades == .count ? trades.count : 0
    let told = foreign.allSatisfy { known.contains($0.order) } ? [] : tellForeign()
    return told + (level == before ? [] : [.publish(.safety(safetyReport))])
  }

  /// The level that foreign trades demand.
  var foreignLevel: SafetyLevel { settings.foreignTrades == .freeze && !foreign.isEmpty ? .frozen : .active }

  /// One incident for all of them.
  func tellForeign() -> [Effect] {
    guard settings.foreignTrades != .ignore, !foreign.isEmpty else { return [] }
    let list = foreign.prefix(5).map { "\($0.order.cut(toBytes: 64)) (\($0.trade.side.rawValue) \($0.trade.lots))" }
      .joined(separator: ", ")
    let more = foreign.count > 5 ? " and \(foreign.count - 5) more" : ""
    let answer =
      switch settings.foreignTrades {
      case .ignore: ""
      case .count: "they count against maxPositions"
      case .freeze: "no parameter changes while they are open"
      }
    let detail = "open at the venue and not opened by this bot: \(list)\(more); \(answer)"
    return [.publish(.incident(Incident(kind: .foreignTrade, detail: detail)))]
  }
}
