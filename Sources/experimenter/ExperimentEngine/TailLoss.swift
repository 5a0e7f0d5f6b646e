import Domain
package import Statistics

/// How often a candidate loses more than the incumbent's worst trade in a hundred.
///
/// Each of its closed trades is tested against a loss that was known before it (`LossQuantile`); an equal arm goes beyond
/// at most once in a hundred. A betting e-process gathers evidence that the chance is above the allowance of one in
/// fifty: x − 0.02 is bounded by −0.02 and 0.98 and has a mean of at most zero otherwise.
package struct TailLoss: Hashable, Sendable, Codable {
  /// Trades that were tested, and those of them that lost more.
  package private(set) var tested = 0
  package private(set) var beyond = 0
  package private(set) var evidence = BettingEProcess(alternative: .gain)

  package static let allowance = 0.02

  mutating func observe(_ profit: Money, against threshold: Money) {
    let isBeyond = -profit > threshold
    tested += 1
    beyond += isBeyond ? 1 : 0
    evidence.observe((isBeyond ? 1 : 0) - Self.allowance, within: -Self.allowance...(1 - Self.allowance))
  }

  /// Not above the allowance so far, and at no time proven to be.
  package func isAcceptable(alpha: Double) -> Bool {
    Double(beyond) <= Self.allowance * Double(tested) && !evidence.rejects(at: alpha)
  }
}
