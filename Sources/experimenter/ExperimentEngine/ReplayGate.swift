package import Domain
internal import Statistics

/// The first stage: what stored quotes say before a shadow is begun.
///
/// A candidate goes on when its daily advantage over the incumbent has a deflated Sharpe ratio that is high enough with
/// every configuration ever tried counted, when choosing by history is not likely to have overfitted, and when the choice
/// would have gained walking forward. Bailey and López de Prado 2014; Bailey, Borwein, López de Prado and Zhu 2017.
package enum ReplayGate {
  package enum Verdict: Hashable, Sendable {
    /// The places of the candidates that go on, and the story.
    case passed([Int], String)
    case rejected(String)
    /// The quotes are too few for a verdict.
    case inconclusive(String)
  }

  /// Blocks of the cross-validation: 70 splits.
  static let blocks = 8
  /// Stretches of days, of which the walk forward begins at the second.
  private static let stretches = 4

  /// - Parameters:
  ///   - results: a row a day in order of time, in money: the incumbent first, then the candidates, then whatever was
  ///     tried before.
  ///   - candidates: how many of the columns are candidates.
  package static func evidence(
    _ results: [[Double]], candidates: Int, trades: Int, quotes: String
  ) -> ReplayEvidence {
    let width = results.first?.count ?? 0
    precondition(candidates >= 1 && candidates < width || results.isEmpty, "an incumbent and a candidate at least")
    let advantages = (1..<max(1, width)).map { column in results.map { $0[column] - $0[0] } }
    let ratios = advantages.map { SharpeRatio(of: $0) }
    var spread = RunningMoments()
    for case .some(let ratio) in ratios { spread.observe(ratio.value) }
    let trials = max(1, advantages.count)
    let deflated = DeflatedSharpeRatio(trials: trials, varianceOverTrials: spread.variance ?? 0)
    return ReplayEvidence(
      deflatedSharpe: (0..<candidates).map { place in
        guard place < ratios.count, let ratio = ratios[place], let probability = deflated.probability(of: ratio) else {
          return .undefined
        }
        return .value(probability)
      },
      overfitting: (try? BacktestOverfitting(returns: results, blocks: blocks)).map { .value($0.probability) }
        ?? .undefined,
      walkForward: walkForward(Array(advantages.prefix(candidates))), trials: trials, days: results.count,
      trades: trades, quotes: quotes)
  }

  /// Mean gain a day of the candidate that was best on all days before each stretch.
  private static func walkForward(_ advantages: [[Double]]) -> Figure {
    let days = advantages.first?.count ?? 0
    let length = days / stretches
    guard length > 0 else { return .undefined }
    var gain = 0.0
    for start in stride(from: length, to: days, by: length) {
      let past = advantages.map { $0[..<start].reduce(0, +) }
      guard let best = past.indices.max(by: { past[$0] < past[$1] }) else { return .undefined }
      gain += advantages[best][start..<min(start + length, days)].reduce(0, +)
    }
    return .value(gain / Double(days - length))
  }

  package static func verdict(_ evidence: ReplayEvidence, _ settings: ExperimenterSettings) -> Verdict {
    let quotes = "replay of \(evidence.quotes): \(evidence.days) days, \(evidence.trades) trades"
    guard evidence.trades >= settings.replayTrades else {
      return .inconclusive("\(quotes) are too few; \(settings.replayTrades) trades of the incumbent are needed")
    }
    guard let overfitting = evidence.overfitting.known, let walkForward = evidence.walkForward.known else {
      return .inconclusive("\(quotes): overfitting cannot be told; at least \(2 * blocks) days are needed")
    }
    let shares = evidence.deflatedSharpe.map { $0.known.map { rounded($0) } ?? "undefined" }.joined(separator: ", ")
    let numbers =
      "\(quotes); deflated Sharpe ratio \(shares) over \(evidence.trials) trials, probability of overfitting "
      + "\(rounded(overfitting)), walking forward \(rounded(walkForward)) a day"
    let good = evidence.deflatedSharpe.indices.filter { place in
      evidence.deflatedSharpe[place].known.map { $0 >= settings.replayDeflatedSharpe } ?? false
    }
    guard !good.isEmpty else { return .rejected("\(numbers); \(rounded(settings.replayDeflatedSharpe)) is needed") }
    guard overfitting <= settings.replayOverfitting else {
      return .rejected("\(numbers); an overfitting of \(rounded(settings.replayOverfitting)) at most is allowed")
    }
    guard walkForward > 0 else { return .rejected("\(numbers); the choice must gain walking forward") }
    return .passed(good, numbers)
  }

  /// Three decimal places.
  private static func rounded(_ value: Double) -> String {
    "\((value * 1000).rounded() / 1000)"
  }
}
