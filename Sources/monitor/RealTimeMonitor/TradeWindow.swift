import Domain

/// The trades of one window: what they add up to, and the longest run of losses among them.
protocol TradeWindow {
  var tally: Tally { get }
  var losingStreak: Int { get }
}

/// All trades since the window began, in constant memory.
struct CumulativeWindow: TradeWindow, Hashable, Sendable, Codable {
  private(set) var tally = Tally()
  private var streak = LosingStreak()

  var losingStreak: Int { streak.longest }

  mutating func add(_ profit: Money) {
    tally.add(profit)
    streak.add(profit)
  }
}

/// The last so many trades, in a ring.
struct RecentTrades: TradeWindow, Hashable, Sendable, Codable {
  let capacity: Int
  private(set) var tally = Tally()
  private var ring: [Money] = []
  /// Where the oldest trade is once the ring is full.
  private var oldest = 0

  init(capacity: Int) {
    precondition(capacity > 0, "a window of trades holds at least one")
    self.capacity = capacity
  }

  var isFull: Bool { ring.count == capacity }

  mutating func add(_ profit: Money) {
    tally.add(profit)
    if isFull {
      tally.remove(ring[oldest])
      ring[oldest] = profit
      oldest = (oldest + 1) % capacity
    } else {
      ring.append(profit)
    }
  }

  /// Looked for only when the window is published.
  var losingStreak: Int {
    var streak = LosingStreak()
    for offset in ring.indices { streak.add(ring[(oldest + offset) % ring.count]) }
    return streak.longest
  }
}

/// The trades that closed within a span of open-market time.
struct TimedTrades: TradeWindow, Hashable, Sendable, Codable {
  private struct Entry: Hashable, Sendable, Codable {
    var open: Int64
    var profit: Money
  }

  /// Open-market milliseconds.
  let span: Int64
  private(set) var tally = Tally()
  private var entries: [Entry] = []
  private var first = 0

  init(span: Int64) {
    self.span = span
  }

  mutating func add(_ profit: Money, open: Int64) {
    tally.add(profit)
    entries.append(Entry(open: open, profit: profit))
  }

  /// Drops what is older than the span.
  /// - Returns: whether anything was dropped. Amortised constant time.
  mutating func expire(at open: Int64) -> Bool {
    let before = first
    while first < entries.count, entries[first].open <= open - span {
      tally.remove(entries[first].profit)
      first += 1
    }
    guard first != before else { return false }
    if first * 2 > entries.count {
      entries.removeFirst(first)
      first = 0
    }
    return true
  }

  var losingStreak: Int {
    var streak = LosingStreak()
    for entry in entries[first...] { streak.add(entry.profit) }
    return streak.longest
  }
}
