package import Domain

/// When a bot opened a trade and how much, which is all that its activity-matched twin needs of it.
package struct TradeOpening: Hashable, Sendable {
  package var time: Int64
  package var lots: Lots

  package init(time: Int64, lots: Lots) {
    self.time = time
    self.lots = lots
  }
}
