/// Reads rows of one format. It keeps what a row may leave to the row before it: MetaTrader writes a side of a tick
/// only when it changes.
struct RowParser {
  let format: FeedFormat
  let digits: Int
  private var clock: SourceClock
  private var lastBid: Int32?
  private var lastAsk: Int32?

  init(format: FeedFormat, digits: Int, brokerClock: BrokerClock) {
    self.format = format
    self.digits = digits
    switch format {
    case .metaTraderBars, .metaTraderTicks: clock = SourceClock(broker: brokerClock)
    case .histDataBars, .histDataTicks: clock = SourceClock(.histData)
    default: clock = SourceClock(.fixed(0))
    }
  }

  /// The row that this line holds. Of the prices only their form is checked here; see `RowCheck`.
  mutating func parse(_ line: UnsafeBufferPointer<UInt8>) throws(RowFault) -> Row {
    var cursor = FieldCursor(line, separator: format.separator)
    var row = Row()
    switch format {
    case .ticks:
      row.time = try cursor.milliseconds()
      row.bid = Bar(tick: try cursor.price(digits: digits))
      row.ask = Bar(tick: try cursor.price(digits: digits))
    case .bidBars:
      row.time = try cursor.milliseconds()
      row.bid = try bar(&cursor)
    case .bidAskBars:
      row.time = try cursor.milliseconds()
      row.bid = try bar(&cursor)
      row.ask = try bar(&cursor)
      if !cursor.isAtEnd { try cursor.skip() }
    case .metaTraderBars:
      row.time = try utc(&cursor) { cursor throws(RowFault) in try cursor.metaTraderTime() }
      row.bid = try bar(&cursor)
      while !cursor.isAtEnd { try cursor.skip() }
    case .metaTraderTicks:
      row.time = try utc(&cursor) { cursor throws(RowFault) in try cursor.metaTraderTime() }
      try readChangedSides(&cursor, into: &row)
    case .histDataBars:
      row.time = try utc(&cursor) { cursor throws(RowFault) in try cursor.histDataTime(milliseconds: false) }
      row.bid = try bar(&cursor)
      if !cursor.isAtEnd { try cursor.skip() }
    case .histDataTicks:
      row.time = try utc(&cursor) { cursor throws(RowFault) in try cursor.histDataTime(milliseconds: true) }
      row.bid = Bar(tick: try cursor.price(digits: digits))
      row.ask = Bar(tick: try cursor.price(digits: digits))
      if !cursor.isAtEnd { try cursor.skip() }
    case .dukascopyBidBars, .dukascopyAskBars:
      row.time = try cursor.dukascopyTime().local
      let bar = try bar(&cursor)
      if format.side == .bid { row.bid = bar } else { row.ask = bar }
      let volume = cursor.column
      if try cursor.skipZero() { throw cursor.fault(.noVolume, at: volume) }
    case .dukascopyTicks:
      row.time = try cursor.dukascopyTime().local
      row.ask = Bar(tick: try cursor.price(digits: digits))
      row.bid = Bar(tick: try cursor.price(digits: digits))
      while !cursor.isAtEnd { try cursor.skip() }
    case .hourlyAskBars:
      row.time = try cursor.dukascopyTime().local
      row.ask = try bar(&cursor)
      if !cursor.isAtEnd { try cursor.skip() }
    }
    try cursor.end()
    return row
  }

  private func bar(_ cursor: inout FieldCursor) throws(RowFault) -> Bar {
    let open = try cursor.price(digits: digits)
    let high = try cursor.price(digits: digits)
    let low = try cursor.price(digits: digits)
    let close = try cursor.price(digits: digits)
    return Bar(open: open, high: high, low: low, close: close)
  }

  private mutating func utc(
    _ cursor: inout FieldCursor, _ read: (inout FieldCursor) throws(RowFault) -> CivilReading
  ) throws(RowFault) -> Int64 {
    let column = cursor.column
    let reading = try read(&cursor)
    guard let time = clock.utc(local: reading.local, year: reading.year) else {
      throw cursor.fault(.ambiguousClock, at: column)
    }
    return time
  }

  private mutating func readChangedSides(_ cursor: inout FieldCursor, into row: inout Row) throws(RowFault) {
    let column = cursor.column
    if !cursor.skipEmpty() { lastBid = try cursor.price(digits: digits) }
    if !cursor.skipEmpty() { lastAsk = try cursor.price(digits: digits) }
    while !cursor.isAtEnd { try cursor.skip() }
    guard let lastBid, let lastAsk else { throw cursor.fault(.incompleteTick, at: column) }
    row.bid = Bar(tick: lastBid)
    row.ask = Bar(tick: lastAsk)
  }
}
