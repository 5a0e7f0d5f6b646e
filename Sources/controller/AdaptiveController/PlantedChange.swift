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

/// Waits for the planted change's time, which comes once.
struct Planting: Hashable, Sendable, Codable {
  private let change: PlantedChange?
  private var closedTrades = 0
  private var isDone = false

  init(_ change: PlantedChange?) {
    self.change = change
  }

  mutating func tradeClosed() {
    closedTrades += 1
  }

  /// The proposal whose time has come.
  var due: Proposal? {
    guard let change, !isDone, closedTrades >= change.afterTrades else { return nil }
    return Proposal(
      parameter: change.parameter, target: change.target, purpose: .planted, reason: "planted",
      evidence: "asked for by the run, after \(closedTrades) trades")
  }

  mutating func finish() {
    isDone = true
  }
}
