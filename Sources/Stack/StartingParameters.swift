package import Domain

/// The first configuration, as far as the user sets it; each text is in the form that `ParameterValue(parsing:for:)`
/// reads. The rest comes from the symbol's profile.
package struct StartingParameters: Hashable, Sendable, Codable {
  package var gridSpacing: String?
  package var takeProfit: String?
  package var stopLoss: String?
  package var lotSize: String?
  package var maxPositions: String?
  package var maxSpread: String?
  package var tradingSessions: String?
  package var timeframe: String?
  package var entryFilter: String?

  package init() {}

  private subscript(parameter: Parameter) -> String? {
    switch parameter {
    case .gridSpacing: gridSpacing
    case .takeProfit: takeProfit
    case .stopLoss: stopLoss
    case .lotSize: lotSize
    case .maxPositions: maxPositions
    case .maxSpread: maxSpread
    case .tradingSessions: tradingSessions
    case .timeframe: timeframe
    case .entryFilter: entryFilter
    }
  }

  /// Sets one parameter by its text.
  package mutating func set(_ parameter: Parameter, _ text: String) {
    switch parameter {
    case .gridSpacing: gridSpacing = text
    case .takeProfit: takeProfit = text
    case .stopLoss: stopLoss = text
    case .lotSize: lotSize = text
    case .maxPositions: maxPositions = text
    case .maxSpread: maxSpread = text
    case .tradingSessions: tradingSessions = text
    case .timeframe: timeframe = text
    case .entryFilter: entryFilter = text
    }
  }

  /// The profile's defaults with these values in their place.
  ///
  /// - Throws: `ParameterParsingError` for a text that is not of its parameter's form.
  package func configuration(for profile: SymbolProfile) throws(ParameterParsingError) -> Configuration {
    var configuration = profile.defaults
    for parameter in Parameter.allCases {
      guard let text = self[parameter] else { continue }
      let value = try ParameterValue(parsing: text, for: parameter)
      configuration = configuration.replacing(parameter, with: value) ?? configuration
    }
    return configuration
  }
}
