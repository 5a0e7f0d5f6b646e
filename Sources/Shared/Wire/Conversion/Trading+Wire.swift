import Domain
import SwiftProtobuf

extension Quote {
  init(wire: V1Quote) throws(WireError) {
    self.init(
      time: try required(wire.hasTimeMs, wire.timeMs, "Quote.time_ms"),
      bid: try price(wire.hasBidPoints, wire.bidPoints, "Quote.bid_points"),
      ask: try price(wire.hasAskPoints, wire.askPoints, "Quote.ask_points"),
      path: try PricePath(wire.hasPath, wire: wire.path, "Quote.path"))
  }

  var wire: V1Quote {
    var message = V1Quote()
    message.timeMs = time
    message.bidPoints = bid.points
    message.askPoints = ask.points
    message.path = path.wire
    return message
  }
}

extension QuoteBatch {
  init(wire: V1QuoteBatch) throws(WireError) {
    guard wire.quotes.count <= WireLimits.quotes else {
      throw .outOfRange(field: "QuoteBatch.quotes", value: Int64(wire.quotes.count))
    }
    self.init(quotes: try wire.quotes.map { (quote) throws(WireError) in try Quote(wire: quote) })
  }

  var wire: V1QuoteBatch {
    get throws(WireError) {
      guard quotes.count <= WireLimits.quotes else {
        throw .outOfRange(field: "QuoteBatch.quotes", value: Int64(quotes.count))
      }
      var message = V1QuoteBatch()
      message.quotes = quotes.map(\.wire)
      return message
    }
  }
}

extension TradeCosts {
  init(wire: V1TradeCosts) throws(WireError) {
    self.init(
      commission: try money(wire.hasCommissionMicros, wire.commissionMicros, "TradeCosts.commission_micros"),
      swap: try money(wire.hasSwapMicros, wire.swapMicros, "TradeCosts.swap_micros"),
      slippage: try money(wire.hasSlippageMicros, wire.slippageMicros, "TradeCosts.slippage_micros"))
  }

  var wire: V1TradeCosts {
    var message = V1TradeCosts()
    message.commissionMicros = commission.micros
    message.swapMicros = swap.micros
    message.slippageMicros = slippage.micros
    return message
  }
}

extension OpenTrade {
  init(wire: V1OpenTrade) throws(WireError) {
    self.init(
      id: TradeID(try count(wire.hasID, wire.id, "OpenTrade.id")),
      side: try Side(wire.hasSide, wire: wire.side, "OpenTrade.side"),
      lots: Lots(hundredths: try required(wire.hasLotsHundredths, wire.lotsHundredths, "OpenTrade.lots_hundredths")),
      entryTime: try required(wire.hasEntryTimeMs, wire.entryTimeMs, "OpenTrade.entry_time_ms"),
      entryPrice: try price(wire.hasEntryPricePoints, wire.entryPricePoints, "OpenTrade.entry_price_points"),
      stopLoss: try price(wire.hasStopLossPoints, wire.stopLossPoints, "OpenTrade.stop_loss_points"),
      takeProfit: try price(wire.hasTakeProfitPoints, wire.takeProfitPoints, "OpenTrade.take_profit_points"),
      version: try Wire.version(wire.hasVersion, wire.version, "OpenTrade.version"),
      costs: try TradeCosts(wire: required(wire.hasCosts, wire.costs, "OpenTrade.costs")))
  }

  var wire: V1OpenTrade {
    var message = V1OpenTrade()
    message.id = id.number
    message.side = side.wire
    message.lotsHundredths = lots.hundredths
    message.entryTimeMs = entryTime
    message.entryPricePoints = entryPrice.points
    message.stopLossPoints = stopLoss.points
    message.takeProfitPoints = takeProfit.points
    message.version = version.number
    message.costs = costs.wire
    return message
  }
}

extension ClosedTrade {
  init(wire: V1ClosedTrade) throws(WireError) {
    self.init(
      trade: try OpenTrade(wire: required(wire.hasTrade, wire.trade, "ClosedTrade.trade")),
      exitTime: try required(wire.hasExitTimeMs, wire.exitTimeMs, "ClosedTrade.exit_time_ms"),
      exitPrice: try price(wire.hasExitPricePoints, wire.exitPricePoints, "ClosedTrade.exit_price_points"),
      reason: try ExitReason(wire.hasReason, wire: wire.reason, "ClosedTrade.reason"),
      profit: try money(wire.hasProfitMicros, wire.profitMicros, "ClosedTrade.profit_micros"))
  }

  var wire: V1ClosedTrade {
    var message = V1ClosedTrade()
    message.trade = trade.wire
    message.exitTimeMs = exitTime
    message.exitPricePoints = exitPrice.points
    message.reason = reason.wire
    message.profitMicros = profit.micros
    return message
  }
}

extension AccountState {
  init(wire: V1AccountState) throws(WireError) {
    self.init(
      balance: try money(wire.hasBalanceMicros, wire.balanceMicros, "AccountState.balance_micros"),
      equity: try money(wire.hasEquityMicros, wire.equityMicros, "AccountState.equity_micros"),
      deposits: try money(wire.hasDepositsMicros, wire.depositsMicros, "AccountState.deposits_micros"),
      margin: try money(wire.hasMarginMicros, wire.marginMicros, "AccountState.margin_micros"),
      openTrades: try count(wire.hasOpenTrades, wire.openTrades, "AccountState.open_trades"))
  }

  var wire: V1AccountState {
    var message = V1AccountState()
    message.balanceMicros = balance.micros
    message.equityMicros = equity.micros
    message.depositsMicros = deposits.micros
    message.marginMicros = margin.micros
    message.openTrades = Int64(openTrades)
    return message
  }
}
