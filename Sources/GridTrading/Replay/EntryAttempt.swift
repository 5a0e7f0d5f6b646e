internal import Domain

/// A point at which a grid level is reached, whether or not a position is opened there.
struct EntryAttempt {
  let point: PathPoint
  let side: Side
  /// The entry's, with its slippage.
  let price: Price
  /// The place of its passages, once a configuration opens a position.
  var passages: Int?

  init(_ point: PathPoint, isBuy: Bool, slippage: Int32) {
    self.point = point
    side = isBuy ? .buy : .sell
    price = Price(points: isBuy ? point.ask &+ slippage : point.bid &- slippage)
  }
}

extension Side {
  /// Comparing cases of another module's enum calls into it.
  @inline(__always)
  var isBuy: Bool { if case .buy = self { true } else { false } }
}
