import Domain
import SwiftProtobuf

extension MetricsWindow {
  init(wire: V1MetricsWindow) throws(WireError) {
    let name = "MetricsWindow"
    switch wire.window {
    case .trades(let trades): self = .trades(try count(true, trades, "\(name).trades"))
    case .hours(let hours): self = .hours(try count(true, hours, "\(name).hours"))
    case .session(let session): self = .session(try TradingSession(wire: session, "\(name).session"))
    case .version(let version): self = .version(try Wire.version(true, version, "\(name).version"))
    case .hourOfDay(let hour):
      guard (0...23).contains(hour) else { throw .outOfRange(field: "\(name).hour_of_day", value: hour) }
      self = .hourOfDay(Int(hour))
    case .dayOfWeek(let day):
      guard (0...7).contains(day) else { throw .outOfRange(field: "\(name).day_of_week", value: day) }
      self = .dayOfWeek(Int(day))
    case .all: self = .all
    case nil: throw .missing(field: "\(name).window")
    }
  }

  var wire: V1MetricsWindow {
    var message = V1MetricsWindow()
    switch self {
    case .trades(let count): message.trades = Int64(count)
    case .hours(let hours): message.hours = Int64(hours)
    case .session(let session): message.session = session.wire
    case .version(let version): message.version = version.number
    case .hourOfDay(let hour): message.hourOfDay = Int64(hour)
    case .dayOfWeek(let day): message.dayOfWeek = Int64(day)
    case .all: message.all = V1MetricsWindow.All()
    }
    return message
  }
}

extension AccountMetrics {
  init(wire: V1AccountMetrics) throws(WireError) {
    let name = "AccountMetrics"
    self.init(
      equity: try Figure(wire: wire.equity, "\(name).equity"),
      drawdown: try Figure(wire: wire.drawdown, "\(name).drawdown"),
      drawdownPercent: try Figure(wire: wire.drawdownPercent, "\(name).drawdown_percent"),
      maximumDrawdown: try Figure(wire: wire.maximumDrawdown, "\(name).maximum_drawdown"),
      underwater: try count(wire.hasUnderwaterMs, wire.underwaterMs, "\(name).underwater_ms"),
      openTrades: try count(wire.hasOpenTrades, wire.openTrades, "\(name).open_trades"),
      oldestTrade: try count(wire.hasOldestTradeMs, wire.oldestTradeMs, "\(name).oldest_trade_ms"),
      exposure: try count(wire.hasExposureHundredths, wire.exposureHundredths, "\(name).exposure_hundredths"),
      spread: try Figure(wire: wire.spread, "\(name).spread"))
  }

  var wire: V1AccountMetrics {
    var message = V1AccountMetrics()
    message.equity = equity.wire
    message.drawdown = drawdown.wire
    message.drawdownPercent = drawdownPercent.wire
    message.maximumDrawdown = maximumDrawdown.wire
    message.underwaterMs = underwater
    message.openTrades = Int64(openTrades)
    message.oldestTradeMs = oldestTrade
    message.exposureHundredths = exposure
    message.spread = spread.wire
    return message
  }
}

extension MetricsSnapshot {
  init(wire: V1MetricsSnapshot) throws(WireError) {
    let name = "MetricsSnapshot"
    self.init(
      window: try MetricsWindow(wire: required(wire.hasWindow, wire.window, "\(name).window")),
      trades: try count(wire.hasTrades, wire.trades, "\(name).trades"),
      wins: try count(wire.hasWins, wire.wins, "\(name).wins"),
      winRate: try Figure(wire: wire.winRate, "\(name).win_rate"),
      winRateLow: try Figure(wire: wire.winRateLow, "\(name).win_rate_low"),
      winRateHigh: try Figure(wire: wire.winRateHigh, "\(name).win_rate_high"),
      profitFactor: try Figure(wire: wire.profitFactor, "\(name).profit_factor"),
      expectancy: try Figure(wire: wire.expectancy, "\(name).expectancy"),
      averageWin: try Figure(wire: wire.averageWin, "\(name).average_win"),
      averageLoss: try Figure(wire: wire.averageLoss, "\(name).average_loss"),
      net: try money(wire.hasNetMicros, wire.netMicros, "\(name).net_micros"),
      losingStreak: try count(wire.hasLosingStreak, wire.losingStreak, "\(name).losing_streak"),
      account: try AccountMetrics(wire: required(wire.hasAccount, wire.account, "\(name).account")))
  }

  var wire: V1MetricsSnapshot {
    var message = V1MetricsSnapshot()
    message.window = window.wire
    message.trades = Int64(trades)
    message.wins = Int64(wins)
    message.winRate = winRate.wire
    message.winRateLow = winRateLow.wire
    message.winRateHigh = winRateHigh.wire
    message.profitFactor = profitFactor.wire
    message.expectancy = expectancy.wire
    message.averageWin = averageWin.wire
    message.averageLoss = averageLoss.wire
    message.netMicros = net.micros
    message.losingStreak = Int64(losingStreak)
    message.account = account.wire
    return message
  }
}

extension Alert {
  init(wire: V1Alert) throws(WireError) {
    self.init(
      number: try count(wire.hasNumber, wire.number, "Alert.number"),
      kind: try Kind(wire.hasKind, wire: wire.kind, "Alert.kind"),
      phase: try Phase(wire.hasPhase, wire: wire.phase, "Alert.phase"),
      measured: try Figure(wire: wire.measured, "Alert.measured"),
      threshold: try finite(wire.hasThreshold, wire.threshold, "Alert.threshold"),
      session: wire.hasSession ? try TradingSession(wire: wire.session, "Alert.session") : nil,
      text: try Wire.text(wire.hasText, wire.text, "Alert.text"))
  }

  var wire: V1Alert {
    get throws(WireError) {
      var message = V1Alert()
      message.number = number
      message.kind = kind.wire
      message.phase = phase.wire
      message.measured = measured.wire
      message.threshold = try finite(threshold, "Alert.threshold")
      if let session { message.session = session.wire }
      message.text = cut(text)
      return message
    }
  }
}
