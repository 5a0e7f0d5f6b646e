internal import Domain
internal import FoundationEssentials
internal import StopOnly

/// The venue's own order book, which is the judge of what was ordered.
final class SimulatedVenue {
  struct Order {
    var trade: OpenTrade
    /// Stops as the venue has them now.
    var stopLoss: Price
    var takeProfit: Price
    /// Whether the bot crashed before it had recorded that the venue took the order.
    var isUnconfirmed: Bool
  }

  /// What the venue does on a bad day.
  var isSilent = false
  var refusesToClose = false
  /// Lines of the log that cannot be read.
  var damagedLines = 0
  private(set) var open: [TradeID: Order] = [:]
  private var known: [TradeID: OpenTrade] = [:]
  /// What was closed while the trader could not live, with its price.
  private(set) var closedAway: [TradeID: Price] = [:]
  /// How positions have ended, by whatever hand.
  private(set) var ends: [TradeID: VenueClosing] = [:]
  /// The log, and how many of its lines have been read into `whole`.
  private var lines: [Data] = []
  private var whole = VenueBook()
  private var wholeLines = 0
  /// Lines that an older copy of the log lacks, and the trades that are open by them alone.
  private var hidden = 0..<0
  private(set) var hiddenTrades: Set<TradeID> = []
  /// Whether the trader has found that the log lacks what was acknowledged.
  var isDoubted = false

  /// The log as its readers understand it, line by line through its bytes.
  var book: VenueBook {
    guard hidden.isEmpty else { return read(expecting: nil) }
    for line in lines[wholeLines...] { whole.read(line) }
    wholeLines = lines.count
    return whole
  }

  /// The log reread, beside what was acknowledged of it.
  func read(expecting head: VenueHead?) -> VenueBook {
    var book = VenueBook(expecting: head)
    for (index, line) in lines.enumerated() where !hidden.contains(index) { book.read(line) }
    return book
  }

  var lineCount: Int { lines.count }
  var hasHiddenLines: Bool { !hidden.isEmpty }

  /// An older copy of the log lies in its place. What is written from now on stands behind it.
  func hideLines(from line: Int) {
    hidden = line..<lines.count
    hiddenTrades = Set(open.keys).subtracting(book.list(of: Self.bot).open)
  }

  func restoreLines() {
    hidden = 0..<0
    hiddenTrades = []
  }

  /// The list as the stop-only mode sees it now.
  var list: VenueList {
    var book = book
    for _ in 0..<damagedLines { book.read(Self.damagedLine) }
    var list = book.list(of: Self.bot)
    if isDoubted { list.unknown += 1 }
    return list
  }

  private static let damagedLine = Data(#"{"event":"acc?pted","order":"grid-7"}"#.utf8 + [UInt8(ascii: "\n")])

  /// What the log says was closed while the trader could not run.
  var closings: [VenueClosing] {
    closedAway.isEmpty ? [] : book.closedAway.values.sorted { $0.id < $1.id }
  }

  static let bot = "grid"

  private static func order(_ id: TradeID) -> String { VenueLine.order(of: id, bot: bot) }

  func knows(_ id: TradeID) -> Bool { known[id] != nil }

  /// - Returns: the earlier order of the same id where it was another one.
  func accept(_ trade: OpenTrade) -> OpenTrade? {
    if let before = known[trade.id] {
      return before.entryTime == trade.entryTime && before.side == trade.side ? nil : before
    }
    known[trade.id] = trade
    write(
      VenueLine(.accepted, trade, order: Self.order(trade.id), time: trade.entryTime, price: trade.entryPrice))
    open[trade.id] = Order(
      trade: trade, stopLoss: trade.stopLoss, takeProfit: trade.takeProfit, isUnconfirmed: true)
    return nil
  }

  /// The bot, or a stop or target that lies here, ends a position.
  func close(_ closed: ClosedTrade) {
    guard open.removeValue(forKey: closed.trade.id) != nil else { return }
    ends[closed.trade.id] = VenueClosing(trade: closed.trade, time: closed.exitTime, price: closed.exitPrice)
    let order = Self.order(closed.trade.id)
    write(VenueLine(.closed, closed.trade, order: order, time: closed.exitTime, price: closed.exitPrice))
  }

  /// The stop-only mode closes a position at the last quote there is, else at the price at which it was opened.
  func closeAway(_ id: TradeID, at quote: Quote?) {
    guard let trade = open.removeValue(forKey: id)?.trade else { return }
    let price = quote.map { trade.side == .buy ? $0.bid : $0.ask } ?? trade.entryPrice
    closedAway[id] = price
    write(
      VenueLine(
        .closed, trade, order: Self.order(id), time: max(quote?.time ?? 0, trade.entryTime), price: price,
        by: VenueLine.stopOnly))
  }

  private func write(_ line: VenueLine) {
    lines.append(line.bytes)
  }

  /// The bot has written down everything so far.
  func confirm(_ ids: [TradeID]) {
    for id in ids { open[id]?.isUnconfirmed = false }
  }

  func moveStops(by points: Int32) {
    for id in open.keys { open[id]?.stopLoss.points += points }
  }

  /// Orders that the bot knows to be open.
  var confirmed: [TradeID] {
    open.filter { !$0.value.isUnconfirmed }.keys.sorted()
  }
}
