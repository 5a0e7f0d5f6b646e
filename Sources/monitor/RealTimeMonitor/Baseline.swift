import Domain

/// The bot's own normal: what its first trades were like.
struct Baseline: Hashable, Sendable, Codable {
  /// Trades that make it; it does not move afterwards.
  let size: Int
  private(set) var trades = 0
  private var wins = 0
  private var losses = 0
  private var mean = 0.0
  private var squares = 0.0

  init(size: Int) {
    precondition(size >= 2, "a deviation needs two trades")
    self.size = size
  }

  var isComplete: Bool { trades == size }
  var winRate: Double { Double(wins) / Double(trades) }
  var lossRate: Double { Double(losses) / Double(trades) }
  /// Mean P&L a trade, in money.
  var profitMean: Double { mean }
  /// Sample standard deviation of P&L.
  var profitDeviation: Double { (squares / Double(trades - 1)).squareRoot() }

  /// Welford's update.
  mutating func add(_ profit: Money) {
    guard !isComplete else { return }
    trades += 1
    if profit > .zero { wins += 1 }
    if profit < .zero { losses += 1 }
    let delta = profit.value - mean
    mean += delta / Double(trades)
    squares += delta * (profit.value - mean)
  }
}
