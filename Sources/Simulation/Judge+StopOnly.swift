import Domain
import GridTrading
import ReferenceBot
import StopOnly

extension Judge {
  /// How long a position may stay open where everything is to be closed; milliseconds.
  private static let patience: Int64 = 5_000

  /// The stop-only mode runs in the trader's place.
  func stopOnlyBegan(_ now: Int64) {
    stopOnlySince = now
    stopOnlyHaltedSince = nil
  }

  /// A stop has reached it by its sockets. Levels only rise in that mode, so it holds until its end.
  func stopOnlyHears(_ trip: Trip, now: Int64) {
    if trip.level == .halted { stopOnlyHaltedSince = stopOnlyHaltedSince ?? now }
  }

  func stopOnlyCloses(now: Int64) {
    if latch.level == .halted { stopOnlyHaltedSince = stopOnlyHaltedSince ?? now }
    guard policy == .halted, stopOnlyHaltedSince == nil else { return }
    find(.closedWithoutHalt, now, "\(openIDs) are closed, and nobody has asked for a halt")
  }

  func stopOnlySays(_ report: SafetyReport, now: Int64) {
    guard case .verifiedFlat = report.flatness else { return }
    if !venue.open.isEmpty {
      find(.falselyFlat, now, "flat is claimed by what only stops while \(openIDs) are open")
    }
    if venue.damagedLines > 0 {
      find(.falselyFlat, now, "flat is claimed by what only stops while a line of the list cannot be read")
    }
  }

  /// After each of its turns.
  func stopOnlyTurned(_ now: Int64) {
    guard let stopOnlySince else { return }
    if latch.level == .halted { stopOnlyHaltedSince = stopOnlyHaltedSince ?? now }
    let demandedSince = policy == .always ? stopOnlySince : stopOnlyHaltedSince
    guard let demandedSince else { return }
    checkClosed(
      since: max(demandedSince, excusedUntil), "what only stops must close since \(demandedSince) ms", now: now)
  }

  /// With the trader's timers: what a halt demands of the venue, whatever the bot believes.
  func checkHalt(_ trader: Trader, now: Int64) {
    guard trader.trips.level == .halted, trader.lastQuote != nil else { return }
    checkClosed(since: max(haltedSince, runsSince), "halted since \(haltedSince) ms", now: now)
  }

  private func checkClosed(since instant: Int64, _ why: String, now: Int64) {
    // Of what an older copy of the list lacks nobody knows.
    let open = venue.open.keys.contains { !venue.hiddenTrades.contains($0) }
    guard open, venueWellSince < now, now - max(instant, venueWellSince) > Self.patience else { return }
    find(.openAlthoughStopped, now, "\(why), and \(openIDs) are open")
  }

  private var openIDs: String { venue.open.keys.sorted().map(\.description).joined(separator: ", ") }

  // MARK: The books

  /// The bot has written down that it has a position.
  func bookedOpening(_ trade: OpenTrade, now: Int64) {
    guard booked.opened.insert(trade.id).inserted else {
      return find(.bookedTwice, now, "trade \(trade.id) is opened a second time")
    }
  }

  /// The bot has written down that a position has ended.
  func bookedClosing(_ closed: ClosedTrade, now: Int64) {
    let id = closed.trade.id
    guard booked.closed.insert(id).inserted else {
      return find(.bookedTwice, now, "trade \(id) is closed a second time")
    }
    guard let price = venue.closedAway[id], price != closed.exitPrice else { return }
    find(
      .closingNotBooked, now,
      "trade \(id) was closed at the venue at \(price.points) points and is booked at \(closed.exitPrice.points)")
  }

  /// At a minute's end, when the bot has recovered.
  func compareBook(_ trader: Trader, now: Int64) {
    for position in trader.engine.positions where venue.open[position.id] == nil {
      // What an interrupted turn closed is booked when the market has gone past it.
      if let end = venue.ends[position.id], let last = trader.lastQuote?.time, last <= end.time { continue }
      find(.closingNotBooked, now, "the bot believes trade \(position.id) open, which is closed at the venue")
    }
  }

  /// At the end.
  func compareClosedAway(now: Int64) {
    for id in venue.closedAway.keys.sorted() where !booked.closed.contains(id) {
      find(.closingNotBooked, now, "trade \(id) was closed while the trader only stopped, and is not booked")
    }
  }
}
