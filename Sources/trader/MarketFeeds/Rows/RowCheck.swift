internal import Domain

/// Whether rows make sense in themselves and after the row before them.
struct RowCheck {
  /// 1990-01-01 and 2100-01-01.
  private static let times: Range<Int64> = 631_152_000_000..<4_102_444_800_000

  private let side: PriceSide
  private let barLength: Int64?
  /// Where only the ask is given, the modelled bid must still be a price.
  private let lowestPrice: Int32
  /// What the symbol's first price must lie in. Later ones are judged quote by quote, where they are used.
  private let believed: ClosedRange<Int32>
  private var previousTime = Int64.min
  private var previousPrice: Int32 = 0

  init(format: FeedFormat, options: FeedOptions) {
    side = format.side
    barLength = format.barLength
    let spread =
      switch options.spread {
      case .profile: options.profile.spreadByHour.map(\.tenths).max() ?? 0
      case .fixed(let spread): spread.tenths
      }
    lowestPrice = format.side == .ask ? spread + 1 : 1
    let belief = options.profile.belief
    believed = belief.lowest.points...max(belief.lowest, belief.highest).points
  }

  /// Accepts the row, or says what is wrong with it; a row that is not accepted leaves no trace.
  mutating func accept(_ row: Row) throws(RowFault) {
    try checkTime(row.time)
    let price = side == .ask ? row.ask : row.bid
    guard price.low >= lowestPrice else { throw fault(.priceOutOfRange) }
    if barLength != nil {
      guard price.isConsistent else { throw fault(.inconsistentBar) }
      guard side != .both || row.ask.isConsistent else { throw fault(.inconsistentBar) }
    }
    if side == .both { try checkSpread(bid: row.bid, ask: row.ask) }
    guard previousPrice > 0 || believed.contains(price.open) else { throw fault(.otherSymbol) }
    if previousPrice > 0 {
      guard price.low >= previousPrice / 2, price.high / 2 <= previousPrice else { throw fault(.absurdJump) }
    }
    previousTime = row.time
    previousPrice = price.close
  }

  private func checkTime(_ time: Int64) throws(RowFault) {
    guard Self.times.contains(time) else { throw fault(.timeOutOfRange) }
    guard time >= previousTime else { throw fault(.decreasingTime) }
    // Several ticks may fall into one millisecond; the order of their rows is the order of the market.
    guard time > previousTime || barLength == nil else { throw fault(.repeatedTime) }
    if let barLength, time % barLength != 0 { throw fault(.misalignedTime) }
  }

  private func checkSpread(bid: Bar, ask: Bar) throws(RowFault) {
    guard ask.open >= bid.open, ask.high >= bid.high, ask.low >= bid.low, ask.close >= bid.close else {
      throw fault(.crossed)
    }
    guard ask.open - bid.open <= bid.open / 10, ask.close - bid.close <= bid.close / 10,
      ask.high - bid.high <= bid.high / 10, ask.low - bid.low <= bid.low / 10
    else { throw fault(.absurdSpread) }
  }

  /// Where it lies in the row is not known any more: the row as a whole is named.
  private func fault(_ problem: RowProblem) -> RowFault {
    RowFault(problem: problem, column: 1)
  }
}
