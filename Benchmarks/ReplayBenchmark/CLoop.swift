import Domain
import GridLoop
import GridTrading

/// The C loops, called with a configuration.
enum CLoop: CaseIterable {
  /// Looks at every open position at every quote.
  case plain
  /// Keeps the nearest levels.
  case nearest

  func run(_ configuration: Configuration, on series: QuoteSeries, into trades: inout [grid_loop_trade]) -> Int {
    let settings = grid_loop_settings(
      spacing: configuration.gridSpacing.tenths, take_profit: configuration.takeProfit.tenths,
      stop_loss: configuration.stopLoss.tenths, max_positions: Int32(configuration.maxPositions),
      max_spread: configuration.maxSpread.tenths)
    let capacity = Int64(trades.count)
    let count = Int64(series.count)
    return series.bids.withUnsafeBufferPointer { bids in
      series.asks.withUnsafeBufferPointer { asks in
        trades.withUnsafeMutableBufferPointer { trades in
          switch self {
          case .plain:
            Int(grid_loop_plain(bids.baseAddress, asks.baseAddress, count, settings, trades.baseAddress, capacity))
          case .nearest:
            Int(grid_loop_nearest(bids.baseAddress, asks.baseAddress, count, settings, trades.baseAddress, capacity))
          }
        }
      }
    }
  }
}

extension grid_loop_trade {
  /// Whether the engine made the same trade.
  func isSame(as trade: ReplayTrade) -> Bool {
    let ended: ExitReason? = reason == 0 ? nil : reason == 1 ? .stopLoss : .takeProfit
    return entry_index == trade.entryIndex && entry_price == trade.entryPrice.points
      && side == (trade.side == .buy ? 0 : 1) && ended == trade.reason
      && (ended == nil || (exit_index == trade.exitIndex && exit_price == trade.exitPrice.points))
  }
}
