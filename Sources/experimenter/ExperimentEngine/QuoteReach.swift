import Domain

/// How far a price may go within one quote, in points.
struct QuoteReach: Hashable, Sendable, Codable {
  /// Along a path that fills orders on the way.
  var run: Int64
  /// Without a path, so that orders fill beyond their prices.
  var jump: Int64
}

extension ExperimenterSettings {
  func reach(of profile: SymbolProfile, isClosing: Bool) -> QuoteReach {
    let spread = Int64(max(1, profile.medianSpread.tenths))
    return QuoteReach(run: Int64(runSpreads) * spread, jump: Int64(isClosing ? weekendSpreads : jumpSpreads) * spread)
  }
}
