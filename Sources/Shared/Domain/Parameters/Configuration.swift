/// A full set of the bot's parameters.
package struct Configuration: Hashable, Sendable, Codable {
  package var gridSpacing: Pips
  package var takeProfit: Pips
  package var stopLoss: Pips
  package var lotSize: Lots
  package var maxPositions: Int
  package var maxSpread: Pips
  package var tradingSessions: SessionSet
  package var timeframe: Timeframe
  package var entryFilter: EntryFilter

  package init(
    gridSpacing: Pips, takeProfit: Pips, stopLoss: Pips, lotSize: Lots, maxPositions: Int, maxSpread: Pips,
    tradingSessions: SessionSet = .all, timeframe: Timeframe = .m15, entryFilter: EntryFilter = .none
  ) {
    self.gridSpacing = gridSpacing
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
    self.lotSize = lotSize
    self.maxPositions = maxPositions
    self.maxSpread = maxSpread
    self.tradingSessions = tradingSessions
    self.timeframe = timeframe
    self.entryFilter = entryFilter
  }

  package subscript(parameter: Parameter) -> ParameterValue {
    switch parameter {
    case .gridSpacing: .pips(gridSpacing)
    case .takeProfit: .pips(takeProfit)
    case .stopLoss: .pips(stopLoss)
    case .lotSize: .lots(lotSize)
    case .maxPositions: .count(maxPositions)
    case .maxSpread: .pips(maxSpread)
    case .tradingSessions: .sessions(tradingSessions)
    case .timeframe: .timeframe(timeframe)
    case .entryFilter: .entryFilter(entryFilter)
    }
  }

  /// The configuration with one parameter replaced; `nil` where the value is of another parameter's kind.
  package func replacing(_ parameter: Parameter, with value: ParameterValue) -> Configuration? {
    var copy = self
    switch (parameter, value) {
    case (.gridSpacing, .pips(let pips)): copy.gridSpacing = pips
    case (.takeProfit, .pips(let pips)): copy.takeProfit = pips
    case (.stopLoss, .pips(let pips)): copy.stopLoss = pips
    case (.lotSize, .lots(let lots)): copy.lotSize = lots
    case (.maxPositions, .count(let count)): copy.maxPositions = count
    case (.maxSpread, .pips(let pips)): copy.maxSpread = pips
    case (.tradingSessions, .sessions(let sessions)): copy.tradingSessions = sessions
    case (.timeframe, .timeframe(let timeframe)): copy.timeframe = timeframe
    case (.entryFilter, .entryFilter(let filter)): copy.entryFilter = filter
    default: return nil
    }
    return copy
  }

  /// The worst case that the design calls risk: lots × positions × stop distance, in hundredths of a lot × tenths of
  /// a pip. It compares configurations of one symbol; it is not money. What would not fit is the highest number there is.
  package var worstCase: Int64 {
    let (open, isBeyond) = Int64(lotSize.hundredths).multipliedReportingOverflow(by: Int64(maxPositions))
    let (risk, isFar) = open.multipliedReportingOverflow(by: Int64(stopLoss.tenths))
    return isBeyond || isFar ? .max : risk
  }
}

/// The number of a configuration: every accepted change makes the next one. Version 1 is what a person approved first.
package struct ConfigurationVersion: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package var number: Int64

  package init(_ number: Int64) {
    self.number = number
  }

  package static let first = ConfigurationVersion(1)
  package var next: ConfigurationVersion { ConfigurationVersion(number + 1) }
  package var description: String { "\(number)" }

  package static func < (left: ConfigurationVersion, right: ConfigurationVersion) -> Bool {
    left.number < right.number
  }

  package init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}

/// One parameter at one value, as `gridSpacing 26`.
package struct ParameterSetting: Hashable, Sendable, Codable, CustomStringConvertible {
  package var parameter: Parameter
  package var value: ParameterValue

  package init(_ parameter: Parameter, _ value: ParameterValue) {
    self.parameter = parameter
    self.value = value
  }

  package var description: String { "\(parameter.rawValue) \(value)" }
}

extension Configuration {
  /// The configuration with several parameters replaced; `nil` where a value is of another parameter's kind.
  package func replacing(_ settings: [ParameterSetting]) -> Configuration? {
    var copy = self
    for setting in settings {
      guard let next = copy.replacing(setting.parameter, with: setting.value) else { return nil }
      copy = next
    }
    return copy
  }
}
