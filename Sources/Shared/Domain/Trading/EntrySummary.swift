/// Why a grid level that the price reached opened no position.
package enum SkipReason: String, CaseIterable, Hashable, Sendable, Codable {
  /// As many positions are open as may be.
  case maxPositions
  /// The spread is wider than allowed.
  case maxSpread
  /// The price is inside the Bollinger bands, or they are not known yet.
  case entryFilter
  /// The venue would refuse the stop or the target as too near the price.
  case minimumStopDistance
  /// The account has no money for the margin.
  case margin
  /// The gate refused: the safety state, or the latch.
  case gate
}

/// The outcome of the grid levels that the price reached in a market minute. It shows whether a cap has ever bound.
package struct EntrySummary: Hashable, Sendable, Codable {
  package struct Skip: Hashable, Sendable, Codable {
    package var reason: SkipReason
    package var count: Int

    package init(reason: SkipReason, count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  package var opened: Int
  /// Those that happened, in the order of `SkipReason`.
  package private(set) var skips: [Skip]
  /// The widest spread at any of the levels, opened or not; `nil` while no level was reached.
  package var widestSpread: Pips?

  package init(opened: Int = 0, skips: [Skip] = [], widestSpread: Pips? = nil) {
    self.opened = opened
    self.skips = skips
    self.widestSpread = widestSpread
  }

  package var isEmpty: Bool { opened == 0 && skips.isEmpty }

  package func skipped(_ reason: SkipReason) -> Int { skips.first { $0.reason == reason }?.count ?? 0 }

  package mutating func opened(spread: Pips?) {
    opened += 1
    widen(spread)
  }

  package mutating func skipped(_ reason: SkipReason, spread: Pips?) {
    if let index = skips.firstIndex(where: { $0.reason == reason }) {
      skips[index].count += 1
    } else {
      skips.append(Skip(reason: reason, count: 1))
      skips.sort { $0.reason.rank < $1.reason.rank }
    }
    widen(spread)
  }

  private mutating func widen(_ spread: Pips?) {
    guard let spread else { return }
    widestSpread = max(widestSpread ?? spread, spread)
  }
}

extension SkipReason {
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
