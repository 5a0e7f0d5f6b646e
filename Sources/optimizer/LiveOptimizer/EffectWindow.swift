import Domain

/// How near the bot's caps came to binding over its last trades, to know a change that could not have altered any.
struct EffectWindow: Hashable, Sendable, Codable {
  private struct Entry: Hashable, Sendable, Codable {
    var mostOpen: Int
    /// At the levels that the price reached, opened or not.
    var widestSpread: Pips
  }

  private var entries: [Entry] = []
  private var open = 0
  private var present = Entry(mostOpen: 0, widestSpread: Pips(tenths: 0))
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  mutating func see(_ summary: EntrySummary) {
    guard let widest = summary.widestSpread else { return }
    present.widestSpread = max(present.widestSpread, widest)
  }

  mutating func opened() {
    open += 1
    present.mostOpen = max(present.mostOpen, open)
  }

  mutating func closed() {
    if capacity > 0 {
      if entries.count >= capacity { entries.removeFirst() }
      entries.append(present)
    }
    open = max(0, open - 1)
    present = Entry(mostOpen: open, widestSpread: Pips(tenths: 0))
  }

  /// Whether a cap that stands at `now` and would stand at `next` would have let every trade of the window happen just
  /// the same. Never so while the window is not full, or for a parameter that is not a cap.
  func isIdle(from now: ParameterValue, to next: ParameterValue, of parameter: Parameter) -> Bool {
    guard capacity > 0, entries.count >= capacity else { return false }
    switch (parameter, now, next) {
    case (.maxPositions, .count(let now), .count(let next)):
      let most = max(present.mostOpen, entries.map(\.mostOpen).max() ?? 0)
      return most < min(now, next) || most == next && next < now
    case (.maxSpread, .pips(let now), .pips(let next)):
      let widest = max(present.widestSpread, entries.map(\.widestSpread).max() ?? present.widestSpread)
      return widest <= min(now, next)
    default:
      return false
    }
  }
}
