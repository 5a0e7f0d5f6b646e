import Domain
import Statistics

/// When a candidate of the paired-shadow stage may replace the incumbent: all conditions at once, at a block's end.
///
/// An asymptotic confidence sequence alone takes blocks for nearly normal and adopts configurations that pay rare
/// disasters for small gains; a betting e-process needs no such trust, but only sees what happened. Neither sees a loss
/// that has not come yet: that is what the worst case is for.
package struct PromotionRule: Hashable, Sendable, Codable {
  /// Error rate of the experiment, α_t; each of K candidates gets a share of it.
  package var level: Double
  package var leastTrades = 100
  package var leastBlocks = 15
  /// Needed where the blocks' differences are skewed to the left.
  package var leastBlocksWhenSkewed = 30
  package var skewnessLimit = -2.0
  package var mostBlocks = 60
  /// Drawdown and largest loss of a winner, at most this many times the incumbent's.
  package var guardrail = 1.1
  /// Level of the alarm about a candidate's tail.
  package var tailAlpha = 0.05
  /// The smallest gain worth finding, as a share of the incumbent's gross loss a block.
  package var effectShare = 0.1

  package init(level: Double) {
    precondition(level > 0 && level < 0.5, "an error rate lies between 0 and one half")
    self.level = level
  }

  /// One thing that a winner must have.
  package enum Condition: String, Hashable, Sendable, Codable, CaseIterable {
    case leastTrades
    case leastBlocks
    /// The one-sided asymptotic lower bound lies above zero.
    case confidenceSequence
    /// The betting e-process has reached K / α_t.
    case eProcess
    case drawdown
    case largestLoss
    case tailLoss
    case worstCase
  }

  package enum Verdict: Hashable, Sendable {
    /// Not enough yet.
    case open
    /// The candidate with this number passes every condition; the highest lower bound where several do.
    case promoted(Int)
    /// Every candidate is proven worse.
    case rejected
    case inconclusive(Reason)

    package enum Reason: Hashable, Sendable {
      /// The incumbent's shadow does not trade as the bot does, or that is not known yet.
      case unfaithful(Fidelity.Verdict)
      /// A difference left the bounds that were set beforehand.
      case void
      /// Every candidate is proven to gain less than this a block, in money.
      case gainTooSmall(Double)
      /// The blocks that are left cannot prove a gain any more.
      case futile
      /// The last block that was allowed has ended.
      case blocksOver
    }
  }

  /// The conditions that a candidate does not meet.
  ///
  /// - Parameter worstCaseRises: whether it may lose more than the incumbent at worst.
  package func unmet(by candidate: Int, of comparison: PairedComparison, worstCaseRises: Bool) -> [Condition] {
    let evidence = comparison.candidates[candidate]
    let share = level / Double(comparison.candidates.count)
    let (own, old) = (evidence.record, comparison.incumbent)
    let needed = (evidence.skewness.value ?? 0) < skewnessLimit ? leastBlocksWhenSkewed : leastBlocks
    return Condition.allCases.filter { condition in
      switch condition {
      case .leastTrades: min(own.trades, old.trades) < leastTrades
      case .leastBlocks: comparison.blocks < needed
      case .confidenceSequence: !(evidence.blocks.lowerBound.map { $0 > 0 } ?? false)
      case .eProcess: !evidence.gain.rejects(at: share)
      case .drawdown: own.drawdown.deepest.value > guardrail * old.drawdown.deepest.value
      case .largestLoss: own.largestLoss.value > guardrail * old.largestLoss.value
      case .tailLoss: !evidence.tail.isAcceptable(alpha: tailAlpha)
      case .worstCase: worstCaseRises
      }
    }
  }

  /// What the end of a block means.
  ///
  /// - Parameters:
  ///   - worstCaseRises: for each candidate, whether it may lose more than the incumbent at worst.
  ///   - fidelity: whether the incumbent's shadow trades as the bot does.
  package func judge(
    _ comparison: PairedComparison, worstCaseRises: [Bool], fidelity: Fidelity.Verdict
  ) -> Verdict {
    let candidates = comparison.candidates
    if candidates.contains(where: \.isVoid) { return .inconclusive(.void) }
    switch fidelity {
    case .faithful: break
    case .tooEarly: return comparison.blocks >= mostBlocks ? .inconclusive(.unfaithful(fidelity)) : .open
    case .unequalTrades, .unlikeResults: return .inconclusive(.unfaithful(fidelity))
    }
    let winner = candidates.indices
      .filter { unmet(by: $0, of: comparison, worstCaseRises: worstCaseRises[$0]).isEmpty }
      .max { (candidates[$0].blocks.lowerBound ?? 0) < (candidates[$1].blocks.lowerBound ?? 0) }
    if let winner { return .promoted(winner) }
    if comparison.blocks >= mostBlocks { return .inconclusive(.blocksOver) }
    guard comparison.blocks >= leastBlocks else { return .open }
    return judgeHope(comparison)
  }

  /// Whether no candidate can gain what is worth finding, or be proven in the blocks that are left.
  private func judgeHope(_ comparison: PairedComparison) -> Verdict {
    let worthwhile = effectShare * comparison.grossLossPerBlock
    let uppers = comparison.candidates.map { $0.upperBound.known ?? .infinity }
    if uppers.allSatisfy({ $0 < 0 }) { return .rejected }
    if uppers.allSatisfy({ $0 < worthwhile }) { return .inconclusive(.gainTooSmall(worthwhile)) }
    if comparison.candidates.allSatisfy({ $0.isFutile(goal: 0, mostBlocks: mostBlocks) }) {
      return .inconclusive(.futile)
    }
    return .open
  }
}
