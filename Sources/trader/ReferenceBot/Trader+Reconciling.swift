package import Domain
internal import GridTrading

extension Trader {
  /// Learns, at a start, of orders that the venue accepted and a crash kept the bot from recording.
  ///
  /// Replaying the same quotes leads to the same order, which the venue knows by its client order id; the last gate
  /// lets it pass, since nothing new is sent. Where they do not lead there, it is adopted as the venue has it.
  ///
  /// - Parameter closings: positions that were closed at the venue while the bot could not run. Those that it remembers
  ///   as open, and those that it has forgotten altogether and may have had, are booked at the venue's price; the
  ///   others have been, or are reported and not booked.
  package mutating func expect(_ orders: [OpenTrade], closings: [VenueClosing] = []) {
    let own = Set(engine.positions.map(\.id))
    let unknown = closings.filter { $0.id.number >= engine.nextID }
    let forgotten = unknown.filter(mayHaveHad)
    notBooked = unknown.filter { !mayHaveHad($0) }.map(\.id).sorted()
    expected = (orders + forgotten.map(\.trade)).sorted { $0.id < $1.id }
    for order in orders { venue.accept(order) }
    // What was verified flat without them was verified without them.
    if !orders.isEmpty, flatness == .verifiedFlat { verifyAnew() }
    self.closings = forgotten + closings.filter { own.contains($0.id) }
  }

  /// Orders, and time, that may lie between what the bot remembers and what the venue has: a long weekend.
  private static let farthestOrder: Int64 = 10_000
  private static let farthestTime: Int64 = 4 * 86_400_000

  /// Whether a position that the venue lists under the bot's name can be one of its own: prices and size that the
  /// symbol has, a number and a time that the bot may have reached.
  package func mayHaveOrdered(_ order: OpenTrade) -> Bool {
    let prices = [order.entryPrice, order.stopLoss, order.takeProfit]
    let most = profile.rules[.lotSize]?.highest ?? Int(profile.defaults.lotSize.hundredths)
    return prices.allSatisfy(profile.belief.contains) && Int(order.lots.hundredths) <= most
      && order.id.number < engine.nextID + Self.farthestOrder && isNear(order.entryTime)
  }

  private func mayHaveHad(_ closing: VenueClosing) -> Bool {
    mayHaveOrdered(closing.trade) && profile.belief.contains(closing.price) && isNear(closing.time)
  }

  /// Whether the market may have reached a time since the last quote; before the first one nothing is known.
  private func isNear(_ time: Int64) -> Bool {
    lastQuote.map { time <= $0.time + Self.farthestTime } ?? true
  }

  /// What the venue lists as closed, under the bot's name, and cannot have been its own.
  func tellNotBooked() -> [Effect] {
    guard !notBooked.isEmpty else { return [] }
    let more = notBooked.count > 5 ? " and \(notBooked.count - 5) more" : ""
    let list = notBooked.prefix(5).map(\.description).joined(separator: ", ") + more
    let detail = "closed at the venue under this bot's name, and cannot have been its own: trade \(list); not booked"
    return [.publish(.incident(Incident(kind: .venueMismatch, detail: detail)))]
  }

  /// What it has open, and what it expects to have.
  package var knownPositions: Set<TradeID> { Set((engine.positions + expected).map(\.id)) }

  /// Reports positions that the venue has otherwise than the bot, or not at all.
  package mutating func note(contradicted orders: [OpenTrade], notTaken: [TradeID] = []) -> [Effect] {
    let missing = notTaken.prefix(5).map { "trade \($0) is not there, another had its name" }
    let told =
      missing
      + orders.prefix(5).compactMap { listed -> String? in
        guard let own = engine.positions.first(where: { $0.id == listed.id }) else { return nil }
        return "trade \(listed.id) is \(listed.outline) there and \(own.outline) here"
      }
    guard !told.isEmpty else { return [] }
    let untold = orders.count + notTaken.count - told.count
    let more = untold > 0 ? " and \(untold) more" : ""
    let detail =
      "the venue's list is not what the bot ordered: \(told.joined(separator: "; "))\(more); look at the venue"
    return [.publish(.incident(Incident(kind: .venueMismatch, detail: detail)))]
  }

  /// Books positions that somebody else has closed at the venue, at the venue's price, and reports them.
  package mutating func book(closedByOthers others: [VenueClosing]) -> [Effect] {
    let own = Set(engine.positions.map(\.id))
    let known = Set(closings.map(\.id))
    closings += others.filter { own.contains($0.id) && !known.contains($0.id) }
    return bookClosings("by somebody else")
  }

  /// Books what was closed at the venue meanwhile, as far as the bot knows the positions by now.
  mutating func bookClosings(_ how: String = "while the bot was away") -> [Effect] {
    var effects: [Effect] = []
    var booked: [String] = []
    for closing in closings {
      guard let closed = engine.book(closing) else { continue }
      closings.removeAll { $0.id == closing.id }
      venue.close(closing.id)
      effects.append(.publish(.tradeClosed(closed)))
      booked.append("\(closing.id) at \(closing.price.points)")
    }
    guard !booked.isEmpty else { return [] }
    // One for all of them: they were closed by one hand.
    let list = booked.prefix(20).joined(separator: ", ") + (booked.count > 20 ? " and \(booked.count - 20) more" : "")
    let detail = "closed at the venue \(how), and booked: trade \(list) points"
    effects.append(.publish(.incident(Incident(kind: .venueMismatch, detail: detail))))
    return effects
  }

  /// Adopts what was expected and is overdue, as the venue has it.
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
    effects += bookClosings()
    if !overdue.isEmpty, level == .halted { effects += flatten() }
    return effects
  }
}

extension OpenTrade {
  fileprivate var outline: String { "\(side.rawValue) \(lots) at \(entryPrice.points) points" }
}
