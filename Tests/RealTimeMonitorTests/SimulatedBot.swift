import Domain

/// A seeded bot that trades a random walk, and its books kept the slow and certain way: equity at every quote, and
/// every trade.
struct SimulatedBot {
  private(set) var random: SplitMix64
  private(set) var utc = monday
  private(set) var minute: Int64 = 0
  private(set) var open: [OpenTrade] = []
  private(set) var closedTrades: [ClosedTrade] = []
  /// The equity after every quote and, where money was paid in or out at a quote's time, before and after that.
  enum Mark {
    case quote(MarketTime, Money)
    case transfer(before: Money, after: Money)
  }

  private(set) var marks: [Mark] = []

  var quoteTimes: [MarketTime] {
    marks.compactMap { if case .quote(let time, _) = $0 { time } else { nil } }
  }
  private var bid: Int32 = 110_000
  private var realised = Money.zero
  private var deposits = money(10_000)
  private var number: Int64 = 0
  /// Whether a minute's quotes come in one batch, or each with its trades.
  let inBatches: Bool

  init(seed: UInt64, inBatches: Bool = true) {
    random = SplitMix64(seed: seed)
    self.inBatches = inBatches
  }

  private func floating(at quote: Quote) -> Money {
    var points: Int64 = 0
    for trade in open {
      let distance =
        trade.side == .buy
        ? quote.bid.points - trade.entryPrice.points : trade.entryPrice.points - quote.ask.points
      points += Int64(distance) * Int64(trade.lots.hundredths)
    }
    return Money(micros: points * profile.pointValue.micros)
  }

  /// The events of one market minute.
  mutating func nextMinute() -> [Input] {
    minute += 1
    repeat { utc += 60_000 } while !calendar.isOpen(at: utc) || random.nextUnit() < 0.02
    var inputs: [Input] = []
    var quotes: [Quote] = []
    var trades: [Input] = []
    let start = utc
    for step in 0..<4 {
      utc = start + Int64(step) * 15_000
      bid += Int32(random.next() % 121) - 60
      bid = min(max(bid, 100_000), 120_000)
      let now = quote(utc, bid: bid, path: step == 0 ? .jump : .continuous)
      quotes.append(now)
      let fresh = trade(at: now)
      if inBatches {
        trades += fresh
      } else {
        inputs.append(input(.quotes(QuoteBatch(quotes: [now])), at: utc))
        inputs += fresh
      }
      marks.append(.quote(calendar.marketTime(at: utc), deposits + realised + floating(at: now)))
    }
    if inBatches { inputs = [input(.quotes(QuoteBatch(quotes: quotes)), at: utc)] + trades }
    let before = deposits + realised + floating(at: quotes[3])
    if random.nextUnit() < 0.005 { deposits += money(Double(random.next() % 2000) - 500) }
    let equity = deposits + realised + floating(at: quotes[3])
    if equity != before { marks.append(.transfer(before: before, after: equity)) }
    inputs.append(
      input(
        .account(
          AccountState(
            balance: deposits + realised, equity: equity, deposits: deposits, margin: money(100),
            openTrades: open.count)), at: utc))
    inputs.append(input(.minute(minute), at: utc))
    inputs.append(Input(time: calendar.marketTime(at: utc), content: .endOfMinute(minute)))
    utc = start
    return inputs
  }

  private mutating func trade(at quote: Quote) -> [Input] {
    var inputs: [Input] = []
    for trade in open where random.nextUnit() < 0.05 {
      let points =
        trade.side == .buy
        ? quote.bid.points - trade.entryPrice.points : trade.entryPrice.points - quote.ask.points
      let profit = Money(micros: Int64(points) * Int64(trade.lots.hundredths) * profile.pointValue.micros)
      let ended = ClosedTrade(
        trade: trade, exitTime: quote.time, exitPrice: trade.side == .buy ? quote.bid : quote.ask,
        reason: profit > .zero ? .takeProfit : .stopLoss, profit: profit)
      open.removeAll { $0.id == trade.id }
      closedTrades.append(ended)
      realised += profit
      inputs.append(input(.tradeClosed(ended), at: quote.time))
    }
    if open.count < 10, random.nextUnit() < 0.3 {
      number += 1
      let side: Side = random.nextUnit() < 0.5 ? .buy : .sell
      let price = side == .buy ? quote.ask : quote.bid
      let trade = openTrade(
        number, side: side, lots: Int32(1 + random.next() % 12), at: quote.time, price: price.points)
      open.append(trade)
      inputs.append(input(.tradeOpened(trade), at: quote.time))
    }
    return inputs
  }
}
