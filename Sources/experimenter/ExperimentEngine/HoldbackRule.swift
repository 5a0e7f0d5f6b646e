import Domain
import Statistics

/// The result of full live, in which a promoted candidate trades and its predecessor goes on as a shadow beside it.
struct HoldbackRule {
  enum Verdict {
    /// So many trades are left.
    case open(Double)
    /// Each with the conclusion.
    case harmful(String)
    case kept(String)
  }

  let settings: ExperimenterSettings

  /// Harm is looked for at every trade, from the number on that a measurement needs for it too.
  func judge(_ trial: PairedTrial) -> Verdict {
    let arm = trial.candidates[0]
    let isBelow = arm.betweenTrades.upperBound.map { $0 < 0 } ?? false
    if trial.trades >= settings.harmTrades, isBelow || arm.harm.rejects(at: settings.alpha) {
      return .harmful(
        """
        harmful in full live: \(arm.difference.value) against the predecessor's shadow after \(trial.trades) trades, \
        upper bound \(arm.betweenTrades.upperBound ?? 0) a trade, log e-value of harm \(arm.harm.logEValue)
        """)
    }
    guard trial.trades >= settings.holdbackTrades else { return .open(Double(settings.holdbackTrades - trial.trades)) }
    return .kept(
      """
      \(arm.difference.value) against the predecessor's shadow over \(trial.trades) trades in full live: the new incumbent
      """)
  }
}
