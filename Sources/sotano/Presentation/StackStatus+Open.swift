import Domain

extension StackStatus.Open {
  /// By the venue's log, while the trader is not heard.
  init(_ positions: OpenPositions) {
    self.init(
      by: .log, orders: positions.orders, unknown: positions.unknownCount, isUnknown: false,
      text: positions.glance)
  }

  /// By a trader that has to be flat and is not; `nil` where there is nothing to list.
  init?(_ flatness: Flatness, bot: String) {
    guard case .notFlat(let trades, let unreachable, let unknown) = flatness else { return nil }
    let orders = trades.map { "\(bot)-\($0.number)" }
    let count = orders.count == 1 ? "1 position" : "\(orders.count) positions"
    let list = orders.isEmpty ? "" : ": \(OpenPositions.list(orders))"
    self.init(
      by: .trader, orders: orders, unknown: unknown, isUnknown: unreachable && orders.isEmpty,
      text: "\(count) open\(list)" + (unknown > 0 ? ", and \(unknown) of which nothing is known" : ""))
  }

  var isEmpty: Bool { orders.isEmpty && unknown == 0 && !isUnknown }
}
