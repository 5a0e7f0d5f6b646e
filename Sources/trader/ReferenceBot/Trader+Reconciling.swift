package import Domain
internal import GridTrading

extension Trader {
  /// Learns, at a start, of orders that the venue accepted and a former life did not write down.
  ///
  /// The same quotes come again and lead to the same order, which the venue knows by its client order id; the last gate
  /// lets it pass, since nothing new is sent. Where they do not lead there, it is taken up as the venue has it.
  ///
  /// - Parameter closings: positions that were closed at the venue while the bot could not live. Those that it remembers
  ///   as open, and those that it has forgotten altogether, are booked at the venue's price; the others have been.
  package mutating func expect(_ orders: [OpenTrade], closings: [VenueClosing] = []) {
    let own = Set(engine.positions.map(\.id))
    let forgotten = closings.filter { $0.id.number >= engine.nextID }
    expected = (orders + forgotten.map(\.trade)).sorted { $0.id < $1.id }
    for order in orders { venue.accept(order) }
    self.closings = forgotten + closings.filter { own.contains($0.id) }
  }

  /// Learns, while it runs, of positions of its name at the venue that it does not remember: it takes them up as at a start,
  /// so that what would survive a halt unseen is closed with the others.
  package mutating func takeUp(unremembered orders: [OpenTrade]) -> [Effect] {
    let known = Set((engine.positions + expected).map(\.id))
    let news = orders.filter { !known.contains($0.id) }.sorted { $0.id < $1.id }
    guard !news.isEmpty else { return [] }
    for order in news { venue.accept(order) }
    expected = (expected + news).sorted { $0.id < $1.id }
    if flatness == .verifiedFlat {
      flatness = .verifying
      emptyAnswers = 0
    }
    return reconcile(upTo: news.map(\.entryTime).max() ?? .max) + [.publish(.safety(safetyReport))]
  }

  /// Tells of positions that the venue has otherwise than the bot.
  package mutating func note(contradicted orders: [OpenTrade]) -> [Effect] {
    let told = orders.prefix(5).compactMap { listed -> String? in
      guard let own = engine.positions.first(where: { $0.id == listed.id }) else { return nil }
      return "trade \(listed.id) is \(listed.outline) there and \(own.outline) here"
    }
    guard !told.isEmpty else { return [] }
    let detail = "the venue's list is not what the bot ordered: \(told.joined(separator: "; ")); look at the venue"
    return [.publish(.incident(Incident(kind: .venueMismatch, detail: detail)))]
  }

  /// Books positions that somebody else has closed at the venue, at the venue's price, and tells.
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
    effects += bookClosings()
    if !overdue.isEmpty, level == .halted { effects += flatten() }
    return effects
  }
}

extension OpenTrade {
  fileprivate var outline: String { "\(side.rawValue) \(lots) at \(entryPrice.points) points" }
}
