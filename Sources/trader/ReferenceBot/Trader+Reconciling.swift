package import Domain
internal import GridTrading

extension Trader {
  /// Learns, at a start, of orders that the venue accepted and a former life did not write down.
  ///
  /// The same quotes come again and lead to the same order, which the venue knows by its client order id; the last gate
  /// lets it pass, since nothing new is sent. Where they do not lead there, it is taken up as the venue has it.
  package mutating func expect(_ orders: [OpenTrade]) {
    expected = orders
    for order in orders { venue.accept(order) }
  }

  /// Takes up what was expected and is overdue, as the venue has it.
  mutating func reconcile(upTo time: Int64 = .max) -> [Effect] {
    let overdue = expected.filter { $0.entryTime <= time }
    expected.removeAll { $0.entryTime <= time }
    var effects: [Effect] = []
    for order in overdue {
      let order = engine.takeUp(order)
      effects.append(.publish(.tradeOpened(order)))
      let detail = "order \(order.id) was at the venue and not in the bot's memory; it is taken up"
      effects.append(.publish(.incident(Incident(kind: .venueMismatch, detail: detail))))
    }
    if !overdue.isEmpty, level == .halted { effects += flatten() }
    return effects
  }
}
