/// Open, high, low and close in points. A tick has its one price in all four.
struct Bar: Hashable {
  var open: Int32
  var high: Int32
  var low: Int32
  var close: Int32

  static let none = Bar(open: 0, high: 0, low: 0, close: 0)

  init(open: Int32, high: Int32, low: Int32, close: Int32) {
    self.open = open
    self.high = high
    self.low = low
    self.close = close
  }

  init(tick price: Int32) {
    self.init(open: price, high: price, low: price, close: price)
  }

  var isConsistent: Bool {
    low <= min(open, close) && high >= max(open, close)
  }
}

/// One row of a file: a tick or a bar, with one or both sides of the quote.
struct Row: Hashable {
  /// Milliseconds UTC, of a bar its opening.
  var time: Int64 = 0
  /// Unset where the format has the ask only.
  var bid: Bar = .none
  /// Unset where the format has the bid only.
  var ask: Bar = .none
}
