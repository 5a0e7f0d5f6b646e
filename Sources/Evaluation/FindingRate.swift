/// How often something was found in so many markets.
package struct FindingRate: Hashable, Sendable {
  package let found: Int
  package let markets: Int
  /// Clopper and Pearson, 95 %.
  package let interval: Interval?

  package init(found: Int, of markets: Int) {
    self.found = found
    self.markets = markets
    interval = AdoptionRates.interval(found, of: markets)
  }

  package var rate: Double? { markets == 0 ? nil : Double(found) / Double(markets) }
}
