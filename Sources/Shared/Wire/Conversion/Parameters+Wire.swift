import Domain
import SwiftProtobuf

extension ParameterValue {
  init(wire: V1ParameterValue, _ field: String) throws(WireError) {
    switch wire.value {
    case .pipsTenths(let tenths): self = .pips(Pips(tenths: tenths))
    case .lotsHundredths(let hundredths): self = .lots(Lots(hundredths: hundredths))
    case .count(let count): self = .count(Int(count))
    case .sessionsMask(let mask): self = .sessions(try Wire.sessions(true, mask: mask, field))
    case .timeframe(let timeframe): self = .timeframe(try Timeframe(wire: timeframe, field))
    case .entryFilter(let filter): self = .entryFilter(try EntryFilter(wire: filter, field))
    case nil: throw .missing(field: field)
    }
  }

  var wire: V1ParameterValue {
    var message = V1ParameterValue()
    switch self {
    case .pips(let pips): message.pipsTenths = pips.tenths
    case .lots(let lots): message.lotsHundredths = lots.hundredths
    case .count(let count): message.count = Int64(count)
    case .sessions(let sessions): message.sessionsMask = UInt32(sessions.rawValue)
    case .timeframe(let timeframe): message.timeframe = timeframe.wire
    case .entryFilter(let filter): message.entryFilter = filter.wire
    }
    return message
  }

  static func list(wire: [V1ParameterValue], _ field: String) throws(WireError) -> [ParameterValue] {
    try wire.map { (value) throws(WireError) in try ParameterValue(wire: value, field) }
  }
}

extension ParameterSetting {
  init(wire: V1ParameterSetting, _ field: String) throws(WireError) {
    self.init(
      try Parameter(wire.hasParameter, wire: wire.parameter, "\(field).parameter"),
      try ParameterValue(wire: wire.value, "\(field).value"))
  }

  var wire: V1ParameterSetting {
    var message = V1ParameterSetting()
    message.parameter = parameter.wire
    message.value = value.wire
    return message
  }

  static func list(wire: [V1ParameterSetting], _ field: String) throws(WireError) -> [ParameterSetting] {
    try wire.map { (setting) throws(WireError) in try ParameterSetting(wire: setting, field) }
  }
}

extension Configuration {
  init(wire: V1Configuration) throws(WireError) {
    let name = "Configuration"
    self.init(
      gridSpacing: try pips(wire.hasGridSpacingTenths, wire.gridSpacingTenths, "\(name).grid_spacing_tenths"),
      takeProfit: try pips(wire.hasTakeProfitTenths, wire.takeProfitTenths, "\(name).take_profit_tenths"),
      stopLoss: try pips(wire.hasStopLossTenths, wire.stopLossTenths, "\(name).stop_loss_tenths"),
      lotSize: Lots(
        hundredths: try required(
          wire.hasLotSizeHundredths, wire.lotSizeHundredths, "\(name).lot_size_hundredths")),
      maxPositions: Int(try required(wire.hasMaxPositions, wire.maxPositions, "\(name).max_positions")),
      maxSpread: try pips(wire.hasMaxSpreadTenths, wire.maxSpreadTenths, "\(name).max_spread_tenths"),
      tradingSessions: try sessions(
        wire.hasTradingSessionsMask, mask: wire.tradingSessionsMask, "\(name).trading_sessions_mask"),
      timeframe: try Timeframe(wire.hasTimeframe, wire: wire.timeframe, "\(name).timeframe"),
      entryFilter: try EntryFilter(wire.hasEntryFilter, wire: wire.entryFilter, "\(name).entry_filter"))
  }

  var wire: V1Configuration {
    var message = V1Configuration()
    message.gridSpacingTenths = gridSpacing.tenths
    message.takeProfitTenths = takeProfit.tenths
    message.stopLossTenths = stopLoss.tenths
    message.lotSizeHundredths = lotSize.hundredths
    message.maxPositions = Int64(maxPositions)
    message.maxSpreadTenths = maxSpread.tenths
    message.tradingSessionsMask = UInt32(tradingSessions.rawValue)
    message.timeframe = timeframe.wire
    message.entryFilter = entryFilter.wire
    return message
  }
}
