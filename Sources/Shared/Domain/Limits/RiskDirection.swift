/// Which way a change moves the risk of a bot.
package enum RiskDirection: String, Hashable, Sendable, Codable {
  case lowers
  case equal
  case raises
}

extension Configuration {
  /// Compares the risk of `next` with this configuration's.
  ///
  /// Risk falls only if the worst case (lots × positions × stop distance) falls and nothing else that bears on risk
  /// rises, or if the widest allowed spread alone falls. What falls on one side and rises on another counts as a rise.
  package func risk(of next: Configuration) -> RiskDirection {
    let rises =
      next.lotSize > lotSize || next.maxPositions > maxPositions || next.stopLoss > stopLoss
      || next.maxSpread > maxSpread
    if rises { return .raises }
    if next.worstCase < worstCase { return .lowers }
    var otherwiseSame = next
    otherwiseSame.maxSpread = maxSpread
    return next.maxSpread < maxSpread && otherwiseSame == self ? .lowers : .equal
  }
}
