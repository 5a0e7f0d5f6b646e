internal import RealModule

/// How often the best configuration of one half of history ends below the median in the other half.
///
/// Bailey, Borwein, López de Prado and Zhu, "The probability of backtest overfitting", Journal of Computational
/// Finance 20, 2017: combinatorially symmetric cross-validation. History is cut into an even number of consecutive
/// blocks; every choice of half of them is an in-sample, the rest its out-of-sample.
package struct BacktestOverfitting: Sendable, Hashable {
  package enum Failure: Error, Sendable, Hashable {
    /// The number of blocks must be even and at least two.
    case blocks(Int)
    /// Every configuration needs a return in every period.
    case unevenRow(period: Int, expected: Int, found: Int)
    /// Too few periods for two observations a block, or fewer than two configurations.
    case tooSmall(periods: Int, configurations: Int)
    /// A return is not finite, or a configuration's returns do not vary within a half: no Sharpe ratio.
    case undefinedRatio(configuration: Int)
  }

  /// For every split, ln(w / (1 − w)) of the relative rank w, out of sample, of the best in sample.
  package let logits: [Double]

  /// The share of splits in which the best in sample was at or below the median out of sample (PBO).
  package var probability: Double {
    Double(logits.count { $0 <= 0 }) / Double(logits.count)
  }

  /// Ranks by the Sharpe ratio; ties out of sample take the highest rank.
  ///
  /// - Parameters:
  ///   - returns: a row a period in order of time, a column a configuration.
  ///   - blocks: S, even; there are S-choose-S/2 splits: 70 for 8, 12,870 for 16.
  package init(returns: [[Double]], blocks: Int) throws(Failure) {
    let table = try BlockMoments(returns: returns, blocks: blocks)
    var logits: [Double] = []
    var chosen = Array(0..<(blocks / 2))
    repeat {
      let others = (0..<blocks).filter { !chosen.contains($0) }
      let inSample = try table.sharpeRatios(over: chosen)
      let outOfSample = try table.sharpeRatios(over: others)
      var best = 0
      for index in inSample.indices where inSample[index] > inSample[best] { best = index }
      let rank = outOfSample.count { $0 <= outOfSample[best] }
      logits.append(Double.log(Double(rank) / Double(outOfSample.count + 1 - rank)))
    } while Self.advance(&chosen, below: blocks)
    self.logits = logits
  }

  /// The next combination in lexicographic order; false after the last.
  private static func advance(_ chosen: inout [Int], below count: Int) -> Bool {
    var position = chosen.count - 1
    while position >= 0, chosen[position] == count - chosen.count + position { position -= 1 }
    guard position >= 0 else { return false }
    chosen[position] += 1
    for next in (position + 1)..<max(position + 1, chosen.count) { chosen[next] = chosen[next - 1] + 1 }
    return true
  }
}
