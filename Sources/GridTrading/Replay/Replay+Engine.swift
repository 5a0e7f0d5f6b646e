internal import Domain

extension Replay {
  /// Steps the live engine through the series.
  func stepped(_ configuration: Configuration) -> ReplayResult {
    var engine = GridEngine(profile: profile, configuration: configuration, version: .first)
    var gate = OpenGate()
    var fills: [Fill] = []
    var trades: [ReplayTrade] = []
    var skipped = 0
    for index in 0..<series.count {
      var quote = series[index]
      if path == .quotes { quote.path = .jump }
      engine.step(quote, gate: &gate, fills: &fills)
      guard !fills.isEmpty else { continue }
      for fill in fills {
        switch fill {
        case .opened(let trade): trades.append(ReplayTrade(trade, openedAt: index))
        case .closed(let closed):
          let number = Int(closed.trade.id.number) - 1
          trades[number].exitIndex = UInt32(index)
          trades[number].exitPrice = closed.exitPrice
          trades[number].reason = closed.reason
        case .skipped: skipped += 1
        }
      }
      fills.removeAll(keepingCapacity: true)
    }
    return ReplayResult(configuration: configuration, trades: trades, skipped: skipped)
  }
}

extension ReplayTrade {
  fileprivate init(_ trade: OpenTrade, openedAt index: Int) {
    self.init(
      entryIndex: UInt32(index), exitIndex: 0, entryPrice: trade.entryPrice, exitPrice: Price(points: 0),
      side: trade.side, reason: nil)
  }
}
