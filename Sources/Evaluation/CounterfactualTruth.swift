package import Domain
internal import GridTrading
internal import Statistics

/// The result of an adopted change: its configuration against its predecessor's over the trades that came after.
package struct CounterfactualTruth: Hashable, Sendable, Codable {
  package enum Finding: String, Hashable, Sendable, Codable {
    /// The upper 95 % bound of the difference lies below 0.
    case harmful
    /// The lower one lies above 0.
    case confirmed
    case unresolved
  }

  package let change: ChangeID
  package let finding: Finding
  /// Trades of the predecessor that were looked at.
  package let trades: Int
  /// Adopted less predecessor, in money over all these trades.
  package let difference: Double
  package let interval: Interval?

  private static let horizon = 1000

  /// Looks ahead from the verdict on, which is why only a judge may do it.
  ///
  /// Both begin flat at the verdict with the lots of the adopted configuration. The bounds are those of a normal mean of
  /// the days' differences with the stationary bootstrap's variance.
  init?(
    of record: ChangeRecord, configuration adopted: Configuration, in series: QuoteSeries, profile: SymbolProfile,
    path: ReplayPath
  ) {
    guard let verdict = record.endedAt, let before = adopted.replacing(record.parameter, with: record.from) else {
      return nil
    }
    let start = series.firstIndex(notBefore: verdict.utc)
    guard start < series.count else { return nil }
    let rest = Replay(series: series.slice(start..<series.count), profile: profile, path: path)
    let old = rest.run(before).closedTrades(in: rest)
    let new = rest.run(adopted).closedTrades(in: rest)
    guard let last = old.prefix(Self.horizon).last?.closed.exitTime else { return nil }
    var days: [Int64: Double] = [:]
    for index in stride(from: 0, to: rest.series.count, by: 4) where rest.series.times[index] <= last {
      days[rest.series.times[index] / MarketTime.day] = 0
    }
    for (_, trade) in new where trade.exitTime <= last {
      days[trade.exitTime / MarketTime.day, default: 0] += trade.profit.value
    }
    for (_, trade) in old where trade.exitTime <= last {
      days[trade.exitTime / MarketTime.day, default: 0] -= trade.profit.value
    }
    let differences = days.sorted { $0.key < $1.key }.map(\.value)
    change = record.id
    trades = min(old.count, Self.horizon)
    difference = differences.reduce(0, +)
    let block = min(max(politisWhiteBlockLength(differences)?.stationary ?? 5, 1), Double(max(1, differences.count)))
    let variance = StationaryBootstrap(meanBlock: block.isFinite ? block : 5).varianceOfMean(differences) ?? 0
    let half = 1.959964 * variance.squareRoot() * Double(differences.count)
    guard differences.count >= 10, variance > 0 else {
      interval = nil
      finding = .unresolved
      return
    }
    interval = Interval(lower: difference - half, upper: difference + half)
    finding = difference + half < 0 ? .harmful : difference - half > 0 ? .confirmed : .unresolved
  }
}
