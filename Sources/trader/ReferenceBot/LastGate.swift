internal import Domain
internal import GridTrading

/// What an entry of the grid must pass on its way to the venue: the safety level, then whatever the latch says now.
struct LastGate<Gate: OrderGate>: EntryGate {
  /// Whether the level that is already known allows entries.
  var allowsEntries: Bool
  var gate: Gate
  /// Trips that were found at an order; they close the gate for it and all after it.
  var found: [Trip] = []
  /// Orders that the venue has and the bot does not remember yet. Replaying one is not a new order.
  var expected: [OpenTrade] = []

  mutating func permits(side: Side, quote: Quote) -> Bool {
    if !expected.isEmpty, expected.contains(where: { $0.side == side && $0.entryTime == quote.time }) { return true }
    guard allowsEntries else { return false }
    let trips = gate.newTrips()
    guard !trips.isEmpty else { return true }
    found += trips
    allowsEntries = trips.allSatisfy { $0.level.allowsEntries }
    return allowsEntries
  }
}
