/// Where a parameter may go and how far in one change. Amounts count the parameter's smallest step (`quanta`).
package struct ParameterRule: Hashable, Sendable, Codable {
  package var lowest: Int
  package var highest: Int
  /// Largest rise per change, in per mille of the present value.
  package var risePerMille: Int
  /// Largest fall per change, in per mille of the present value.
  package var fallPerMille: Int

  package init(lowest: Int, highest: Int, risePerMille: Int, fallPerMille: Int) {
    self.lowest = lowest
    self.highest = highest
    self.risePerMille = risePerMille
    self.fallPerMille = fallPerMille
  }
}

/// The rules of every ordered parameter of one symbol, and the two rules that hold for all.
package struct ParameterRules: Hashable, Sendable, Codable {
  package var gridSpacing: ParameterRule
  package var takeProfit: ParameterRule
  package var stopLoss: ParameterRule
  package var lotSize: ParameterRule
  package var maxPositions: ParameterRule
  package var maxSpread: ParameterRule
  /// Open-market milliseconds between two changes of one parameter.
  package var cooldown: Int64
  /// Largest distance from the approved value, in per mille of it.
  package var driftPerMille: Int

  package init(
    gridSpacing: ParameterRule, takeProfit: ParameterRule, stopLoss: ParameterRule, lotSize: ParameterRule,
    maxPositions: ParameterRule, maxSpread: ParameterRule, cooldown: Int64 = MarketTime.hour, driftPerMille: Int = 300
  ) {
    self.gridSpacing = gridSpacing
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
    self.lotSize = lotSize
    self.maxPositions = maxPositions
    self.maxSpread = maxSpread
    self.cooldown = cooldown
    self.driftPerMille = driftPerMille
  }

  /// The rule of an ordered parameter; `nil` for sessions, timeframe and filter, which move one notch or one member.
  package subscript(parameter: Parameter) -> ParameterRule? {
    switch parameter {
    case .gridSpacing: gridSpacing
    case .takeProfit: takeProfit
    case .stopLoss: stopLoss
    case .lotSize: lotSize
    case .maxPositions: maxPositions
    case .maxSpread: maxSpread
    case .tradingSessions, .timeframe, .entryFilter: nil
    }
  }

  /// The rules for a symbol whose median spread is one pip.
  package static let standard = ParameterRules(
    gridSpacing: ParameterRule(lowest: 100, highest: 500, risePerMille: 100, fallPerMille: 100),
    takeProfit: ParameterRule(lowest: 50, highest: 1000, risePerMille: 100, fallPerMille: 100),
    stopLoss: ParameterRule(lowest: 100, highest: 1500, risePerMille: 50, fallPerMille: 50),
    lotSize: ParameterRule(lowest: 1, highest: 100, risePerMille: 100, fallPerMille: 200),
    maxPositions: ParameterRule(lowest: 1, highest: 20, risePerMille: 0, fallPerMille: 0),
    maxSpread: ParameterRule(lowest: 1, highest: 100, risePerMille: 100, fallPerMille: 100))
}
