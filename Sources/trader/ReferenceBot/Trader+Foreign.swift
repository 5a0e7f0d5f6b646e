package import Domain
internal import GridTrading

/// A position at the venue that this bot does not remember to have opened: a person's, or a second copy's.
package struct ForeignTrade: Hashable, Sendable {
  /// The venue's name for the order.
  package var order: String
  package var trade: OpenTrade
  /// Whether it is a name that this bot uses. Then the account is not flat while it is there.
  package var hasOwnName: Bool

  package init(order: String, trade: OpenTrade, hasOwnName: Bool = false) {
    self.order = order
    self.trade = trade
    self.hasOwnName = hasOwnName
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
    let isFlatNoMore = flatness == .verifiedFlat && !unremembered.isEmpty
    if isFlatNoMore { verifyAnew() }
    return told + (level == before && !isFlatNoMore ? [] : [.publish(.safety(safetyReport))])
  }

  /// Open at the venue under this bot's name, and unknown to it.
  var unremembered: [TradeID] { foreign.filter(\.hasOwnName).map(\.trade.id) }

  /// The level that foreign trades demand. Where the venue contradicts the bot's memory no setting lets it pass.
  var foreignLevel: SafetyLevel { heeded.isEmpty ? .active : .frozen }

  private var heeded: [ForeignTrade] { settings.foreignTrades == .freeze ? foreign : foreign.filter(\.hasOwnName) }

  /// One incident for all of them.
  func tellForeign() -> [Effect] {
    let foreign = settings.foreignTrades == .ignore ? heeded : foreign
    guard !foreign.isEmpty else { return [] }
    let list = foreign.prefix(5).map { "\($0.order.cut(toBytes: 64)) (\($0.trade.side.rawValue) \($0.trade.lots))" }
      .joined(separator: ", ")
    let more = foreign.count > 5 ? " and \(foreign.count - 5) more" : ""
    let answer =
      switch heeded.isEmpty ? settings.foreignTrades : .freeze {
      case .ignore: ""
      case .count: "they count against maxPositions"
      case .freeze: "no parameter changes while they are open"
      }
    let advice =
      unremembered.isEmpty
      ? ""
      : "; what has this bot's name is adopted at its next start where it can be its own, close the rest at the venue"
    let detail = "open at the venue and not known to this bot: \(list)\(more); \(answer)\(advice)"
    return [.publish(.incident(Incident(kind: .foreignTrade, detail: detail)))]
  }
}
