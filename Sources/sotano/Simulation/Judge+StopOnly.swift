import Domain
import GridTrading
import ReferenceBot

extension Judge {
  /// How long a position may stay open where everything is to be closed; milliseconds.
  private static let patience: Int64 = 5_000

  /// A life that only stops is there at the trader's place.
  func stopOnlyBegan(_ now: Int64) {
    stopOnlySince = now
  }

  func stopOnlySays(_ report: SafetyReport, now: Int64) {
    guard case .verifiedFlat = report.flatness, !venue.open.isEmpty else { return }
    find(.falselyFlat, now, "flat is claimed by what only stops while \(openIDs) are open")
  }

  /// After each of its turns.
  func stopOnlyTurned(_ now: Int64) {
    guard let stopOnlySince else { return }
    checkClosed(since: max(stopOnlySince, excusedUntil), "the trader only stops since \(stopOnlySince) ms", now: now)
  }

  /// With the trader's timers: what a halt demands of the venue, whatever the bot believes.
  func checkHalt(_ trader: Trader, now: Int64) {
    guard trader.trips.level == .halted, trader.lastQuote != nil else { return }
    checkClosed(since: max(haltedSince, runsSince), "halted since \(haltedSince) ms", now: now)
  }

  private func checkClosed(since instant: Int64, _ why: String, now: Int64) {
    guard !venue.open.isEmpty, venueWellSince < now, now - max(instant, venueWellSince) > Self.patience else { return }
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

  /// At a minute's end, when the bot has come to where it was.
  func compareBook(_ trader: Trader, now: Int64) {
    for position in trader.engine.positions where venue.open[position.id] == nil {
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
