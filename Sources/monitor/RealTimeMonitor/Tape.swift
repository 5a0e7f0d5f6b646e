import Domain

/// Quotes and trades in their order of time.
///
/// Quotes come before the trades that they caused, so they are held until those are known. Reading goes quote by quote,
/// and before each takes out the trades until then:
///
///     while let quote = tape.nextQuote() {
///       while let trade = tape.nextTrade(until: quote.time) { … }
///     }
///     tape.discardRead()
///
/// Between two inputs nothing on it has been read. Trades stay in the order in which they came, which is that of time.
struct Tape: Hashable, Sendable, Codable {
  /// What is known of the trades that belong to the held quotes.
  enum Settlement {
    /// The next quotes are here: what happened until the last held one is known.
    case untilLastQuote
    /// Nothing more belongs to the held quotes.
    case everything
  }

  private var quotes: [Quote] = []
  private var trades: [TradeEvent] = []
  /// How many of each have been read.
  private var quotesRead = 0
  private var tradesRead = 0

  var oldestQuote: Quote? { quotes.first }
  var newestQuote: Quote? { quotes.last }
  var isEmpty: Bool { quotes.isEmpty && trades.isEmpty }
  /// Whether a trade has not been read.
  var hasTrades: Bool { tradesRead < trades.count }

  mutating func hold(_ quote: Quote) {
    quotes.append(quote)
  }

  mutating func hold(_ trade: TradeEvent) {
    trades.append(trade)
  }

  mutating func nextQuote() -> Quote? {
    guard quotesRead < quotes.count else { return nil }
    quotesRead += 1
    return quotes[quotesRead - 1]
  }

  mutating func nextTrade(until utc: Int64 = .max) -> TradeEvent? {
    guard hasTrades, trades[tradesRead].time <= utc else { return nil }
    tradesRead += 1
    return trades[tradesRead - 1]
  }

  /// Keeps what has not been read, and the room for as many quotes again.
  mutating func discardRead() {
    if quotesRead == quotes.count {
      quotes.removeAll(keepingCapacity: true)
    } else {
      quotes.removeFirst(quotesRead)
    }
    if tradesRead > 0 { trades.removeFirst(tradesRead) }
    quotesRead = 0
    tradesRead = 0
  }
}

/// A trade that was opened or closed, waiting for its place between the quotes.
enum TradeEvent: Hashable, Sendable, Codable {
  case opened(OpenTrade)
  case closed(ClosedTrade)

  var time: Int64 {
    switch self {
    case .opened(let trade): trade.entryTime
    case .closed(let trade): trade.exitTime
    }
  }
}
