/// What the stop-only mode closes.
package enum FlattenPolicy: String, CaseIterable, Hashable, Sendable, Codable {
  /// Every position at once. The grid's stops are executed in the trader, so nobody else would.
  case always
  /// Everything once a stop says `halted`; for where stops and targets lie at the venue.
  case halted
}
