/// A condition that a new position must meet besides the grid's own.
package enum EntryFilter: String, CaseIterable, Hashable, Sendable, Codable {
  /// Every grid crossing may open a position.
  case none
  /// Buy only at or below the lower Bollinger band, sell only at or above the upper one (20 bars, 2 deviations).
  case bollinger
}
