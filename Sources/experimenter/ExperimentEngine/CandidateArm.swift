import Domain
import GridTrading

/// The shadow of one candidate, and what its difference from the old arm may come to until the next fill.
struct CandidateArm: Hashable, Sendable, Codable {
  var shadow: Shadow
  private var lowest = 0.0
  private var highest = 0.0

  init(shadow: Shadow) {
    self.shadow = shadow
  }

  /// What the next increment may come to, in money, as it was said at the last settlement.
  var bounds: ClosedRange<Double> { lowest...highest }

  /// Says what the next increment may come to.
  mutating func setBounds(beside old: GridEngine, quote: Quote, reach: QuoteReach) {
    let range = IncrementBounds(old: old, new: shadow.engine, quote: quote, reach: reach).range
    lowest = range.lowerBound
    highest = range.upperBound
  }
}
