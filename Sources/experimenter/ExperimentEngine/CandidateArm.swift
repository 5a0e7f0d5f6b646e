import Domain
import GridTrading

/// The shadow of one candidate, and the bounds of its difference from the old arm until the next fill.
struct CandidateArm: Hashable, Sendable, Codable {
  var shadow: Shadow
  private var lowest = 0.0
  private var highest = 0.0

  init(shadow: Shadow) {
    self.shadow = shadow
  }

  /// The bounds of the next increment, in money, as set at the last settlement.
  var bounds: ClosedRange<Double> { lowest...highest }

  /// Sets the bounds of the next increment.
  mutating func setBounds(beside old: GridEngine, quote: Quote, reach: QuoteReach) {
    let range = IncrementBounds(old: old, new: shadow.engine, quote: quote, reach: reach).range
    lowest = range.lowerBound
    highest = range.upperBound
  }
}
