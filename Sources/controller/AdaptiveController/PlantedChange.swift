package import Domain

/// A change that is proposed on purpose, usually a harmful one, to see it measured and taken back.
///
/// It obeys every limit: what is planted is a bad idea, not a way around the rules.
package struct PlantedChange: Hashable, Sendable, Codable {
  package var parameter: Parameter
  package var target: ParameterValue
  /// Trades that must have closed before it is proposed.
  package var afterTrades: Int

  package init(parameter: Parameter, target: ParameterValue, afterTrades: Int) {
    self.parameter = parameter
    self.target = target
    self.afterTrades = afterTrades
  }
}
