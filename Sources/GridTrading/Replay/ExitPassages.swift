internal import Domain

/// Where positions reach their targets and stops, for all distances of a batch at once.
///
/// A position's exit depends on nothing but its entry and its two distances: it is the first passage through either, at a
/// price where the venue trades. So one walk forward from an entry serves every configuration that enters there, whatever
/// its grid. Farther targets are passed later, and so are farther stops: each search goes on from the one before.
struct ExitPassages {
  struct Passage {
    /// `.max` where it is not reached while a position of this entry can be open.
    var moment: UInt64
    /// The exit's, with its slippage.
    var price: Price

    static let never = Passage(moment: .max, price: Price(points: 0))
  }

  /// Tenths of a pip, growing.
  let targets: [Int32]
  /// Tenths of a pip, growing.
  let stops: [Int32]
  private let slippage: Int32
  /// Quotes at which nothing fills.
  private let closed: [Range<Int>]
  /// For each walk its targets, then its stops.
  private(set) var passages: [Passage] = []
  /// The entry of each walk.
  private var entries: [UInt64] = []
  /// Which walk began at an entry, a place for all with the same last bits. What another entry took is walked again.
  private var walks: [Int32] = Array(repeating: -1, count: 1 << 11)

  init(of configurations: [Configuration], slippage: Int32, closed: [Range<Int>]) {
    targets = Set(configurations.map(\.takeProfit.tenths)).sorted()
    stops = Set(configurations.map(\.stopLoss.tenths)).sorted()
    self.slippage = slippage
    self.closed = closed
  }

  /// Forgets every walk, so that what is remembered stays small.
  mutating func removeAll() {
    passages.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    for place in walks.indices { walks[place] = -1 }
  }

  /// The place in `passages` of the first target of an entry.
  mutating func first(of attempt: EntryAttempt, in view: SeriesView) -> Int {
    let isBuy = attempt.side.isBuy
    let entry = attempt.point.moment &<< 1 | (isBuy ? 1 : 0)
    let place = (attempt.point.index &<< 1 ^ attempt.point.step &<< 4 ^ (isBuy ? 1 : 0)) & (walks.count &- 1)
    let width = targets.count &+ stops.count
    let known = Int(walks[place])
    if known >= 0, entries[known] == entry { return known &* width }
    walks[place] = Int32(truncatingIfNeeded: entries.count)
    entries.append(entry)
    walk(from: attempt, isBuy: isBuy, in: view)
    return passages.count &- width
  }

  private mutating func walk(from attempt: EntryAttempt, isBuy: Bool, in view: SeriesView) {
    let entry = attempt.price.points
    let first = passages.count
    for _ in 0..<targets.count &+ stops.count { passages.append(.never) }
    var target = 0
    var stop = 0
    var point = attempt.point
    // When the farthest of one side is passed, every position is gone.
    while target < targets.count, stop < stops.count {
      var levels = TriggerLevels()
      if isBuy {
        levels.bidHigh = entry &+ targets[target]
        levels.bidLow = entry &- stops[stop]
      } else {
        levels.askLow = entry &- targets[target]
        levels.askHigh = entry &+ stops[stop]
      }
      guard let next = view.next(after: point, before: view.count, levels) else { return }
      if let reopening = reopening(after: next.index) {
        point = view.point(at: reopening - 1)
        continue
      }
      point = next
      let price = isBuy ? next.bid : next.ask
      let gain = isBuy ? price &- entry : entry &- price
      if gain > 0 {
        let passage = Passage(moment: next.moment, price: Price(points: price))
        while target < targets.count, gain >= targets[target] {
          passages[first &+ target] = passage
          target &+= 1
        }
      } else {
        let passage = Passage(
          moment: next.moment, price: Price(points: isBuy ? price &- slippage : price &+ slippage))
        while stop < stops.count, 0 &- gain >= stops[stop] {
          passages[first &+ targets.count &+ stop] = passage
          stop &+= 1
        }
      }
    }
  }

  /// Where the venue trades again, if it does not at quote `index`.
  @inline(__always)
  private func reopening(after index: Int) -> Int? {
    closed.isEmpty ? nil : pause(with: index)?.upperBound
  }

  private func pause(with index: Int) -> Range<Int>? {
    var rest = closed[...]
    while rest.count > 1 {
      let middle = (rest.startIndex + rest.endIndex) / 2
      rest = rest[middle].lowerBound <= index ? rest[middle...] : rest[..<middle]
    }
    return rest.first { $0.contains(index) }
  }
}
