package import Domain
internal import GridTrading

extension Trader {
  /// Takes a stop. Levels only rise; a halt closes everything and then proves it.
  package mutating func take(_ trip: Trip) -> [Effect] {
    take([trip])
  }

  /// Takes stops, the highest first, and publishes the result once.
  package mutating func take(_ stops: [Trip]) -> [Effect] {
    let before = level
    var effects: [Effect] = []
    var isWorthTelling = false
    var unreadable: [Trip] = []
    for trip in stops.sorted(by: { $0.level > $1.level }) {
      let counted = trips.repeats(of: trip)
      switch trips.add(trip) {
      case .nothing: break
      case .counted: isWorthTelling = isWorthTelling || hasDoubled(since: counted, trip)
      case .tripped:
        isWorthTelling = true
        if trip.isOfUnreadableLatch { unreadable.append(trip) }
      }
    }
    guard isWorthTelling else { return [] }
    if level == .halted, before < .halted {
      // What is to be closed is adopted first, whatever the market would lead to.
      effects += reconcile()
      verifyAnew()
      effects += flatten()
    }
    effects += tell(unreadable: unreadable) + [.publish(.safety(safetyReport))]
    return effects
  }

  /// One incident for all that a look at the latch could not read: the halt holds already, and this informs the others.
  private func tell(unreadable: [Trip]) -> [Effect] {
    guard let first = unreadable.first else { return [] }
    let more = unreadable.count > 1 ? "; \(unreadable.count - 1) more" : ""
    return [.publish(.incident(Incident(kind: .latchUnreadable, detail: first.reason + more)))]
  }

  /// Whether a count has passed a power of two: a flood of one stop makes a few messages and not a flood of them.
  private func hasDoubled(since counted: Int64, _ trip: Trip) -> Bool {
    trips.repeats(of: trip).leadingZeroBitCount < counted.leadingZeroBitCount
  }

  /// What the silence of monitor and controller demands now, and whether new trades still wait for their first word.
  package mutating func hear(silence demanded: SafetyLevel, awaitsCompany waiting: Bool) -> [Effect] {
    let before = level
    let waitedBefore = awaitsCompany
    silence = demanded
    awaitsCompany = waiting
    guard level != before || waitedBefore != waiting else { return [] }
    return [.publish(.safety(safetyReport))]
  }

  /// Closes what can be closed at the last quote.
  mutating func flatten() -> [Effect] {
    guard venue.acceptsCloses, let quote = lastQuote else { return [] }
    var fills: [Fill] = []
    engine.closeAll(at: quote, reason: .flattened, fills: &fills)
    return fills.compactMap { fill in
      guard case .closed(let trade) = fill else { return nil }
      venue.close(trade.trade.id)
      return .publish(.tradeClosed(trade))
    }
  }

  /// Forgets what the venue has answered: flat is to be proven again.
  mutating func verifyAnew() {
    flatness = .verifying
    emptyAnswers = 0
  }

  /// Asks the venue what is open, after a halt. Flat is claimed when two answers in a row show nothing.
  package mutating func verifyFlat() -> [Effect] {
    guard trips.level == .halted, flatness != .verifiedFlat else { return [] }
    var effects = reconcile()
    if !venue.open.isEmpty { effects += flatten() }
    let before = flatness
    switch venue.answer.map({ $0 + unremembered }) {
    case .some(let open) where open.isEmpty:
      emptyAnswers += 1
      if emptyAnswers >= 2 { flatness = .verifiedFlat }
    case .some(let open):
      emptyAnswers = 0
      flatness = .stillOpen(open, unreachable: false)
    case .none:
      emptyAnswers = 0
      flatness = .stillOpen(venue.open + unremembered, unreachable: true)
    }
    if flatness != before { effects.append(.publish(.safety(safetyReport))) }
    return effects
  }

  /// Lets the paper venue play a fault from now on.
  package mutating func rehearse(_ fault: PaperVenueFault) {
    venue.fault = fault
  }

  /// The list for the alarm that repeats while the venue is not flat; `nil` where it is.
  package var notFlatAlarm: Event? {
    guard case .notFlat(let open, let unreachable, let unknown) = flatness else { return nil }
    let more = open.count - 50 + unknown
    let list = open.prefix(50).map(\.description).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    let detail = unreachable ? "the venue does not answer; last known open: \(list)" : "still open: \(list)"
    return .incident(Incident(kind: .notFlat, detail: detail))
  }
}
