import Domain
import Statistics

/// How likely a candidate is better than the incumbent, for a person to read; no gate asks it.
///
/// The mean difference of a block is normal about the truth, and before the first block the truth is as likely positive
/// as negative, with the smallest gain worth finding as its standard deviation. A score of 0.9 is then right nine times
/// in ten where experiments are such, which is measured and not assumed.
struct ConfidenceScore {
  let probability: Figure

  /// - Parameter worthwhile: the smallest gain a block that is worth finding, in the blocks' unit.
  init(blocks: RunningMoments, worthwhile: Double) {
    guard let variance = blocks.variance, worthwhile > 0 else {
      probability = .undefined
      return
    }
    guard variance > 0 else {
      probability = .value(blocks.mean == 0 ? 0.5 : blocks.mean > 0 ? 1 : 0)
      return
    }
    let posterior = NormalPosterior(
      estimate: blocks.mean, standardError: (variance / Double(blocks.count)).squareRoot(), priorMean: 0,
      priorDeviation: worthwhile)
    probability = .value(posterior.chanceToWin)
  }
}
