/// A tunable value of the bot.
package enum Parameter: String, CaseIterable, Hashable, Sendable, Codable, CodingKeyRepresentable {
  /// Distance between neighbouring grid levels, in pips.
  case gridSpacing
  /// Distance from entry to the profit target of a new position, in pips.
  case takeProfit
  /// Distance from entry to the protective stop of a new position, in pips.
  case stopLoss
  /// Volume of a new position, in lots.
  case lotSize
  /// Most positions open at once.
  case maxPositions
  /// Widest spread at which a new position may be opened, in pips.
  case maxSpread
  /// The sessions in which new positions may be opened.
  case tradingSessions
  /// The bar length on which the entry filter looks.
  case timeframe
  /// The condition that a new position must meet besides the grid's.
  case entryFilter
}
