package import Statistics

/// What the bot earned in one block of the live ramp, beside what the incumbent's shadow earned on the same quotes.
package struct LiveBlock: Hashable, Sendable, Codable {
  /// Of the trades that the block's version opened, in money, the open ones marked to market.
  package var result: Double
  /// Of the incumbent's shadow over the same block, in money.
  package var incumbentShadow: Double

  package init(result: Double, incumbentShadow: Double) {
    self.result = result
    self.incumbentShadow = incumbentShadow
  }
}

/// Two blocks of the live ramp, in an order that was drawn.
package struct LivePair: Hashable, Sendable, Codable {
  package var candidate: LiveBlock
  package var incumbent: LiveBlock

  package init(candidate: LiveBlock, incumbent: LiveBlock) {
    self.candidate = candidate
    self.incumbent = incumbent
  }
}

/// The candidate against the incumbent on live money, freed of the part of the market that the shadow saw too.
///
/// The blocks of a pair see different quotes. What the incumbent's shadow earned in each says how good the quotes were and
/// cannot depend on which arm was live, so each result is adjusted by y − θ x, one θ for all blocks (`CupedAdjustment`).
/// Its square correlation with the results is the share of the variance that goes.
package struct LiveComparison: Hashable, Sendable {
  /// Zero where the shadow's blocks did not vary: nothing is adjusted then.
  package let theta: Double
  /// Candidate minus incumbent, adjusted, in money, pair by pair.
  package let differences: [Double]

  package init(_ pairs: [LivePair]) {
    let blocks = pairs.flatMap { [$0.incumbent, $0.candidate] }
    let adjustment = CupedAdjustment(outcomes: blocks.map(\.result), covariates: blocks.map(\.incumbentShadow))
    theta = adjustment?.theta ?? 0
    differences = pairs.map { [theta] pair in
      pair.candidate.result - pair.incumbent.result
        - theta * (pair.candidate.incumbentShadow - pair.incumbent.incumbentShadow)
    }
  }

  /// Mean difference a block by Student's t, for a look that was planned; nil below two pairs.
  package var estimate: MeanEstimate? { PairedTest.difference(differences) }

  /// Bounds that may be looked at after every pair: harm is proven once the upper one is below zero.
  package func confidenceSequence(alpha: Double, plannedPairs: Int) -> AsymptoticConfidenceSequence {
    var sequence = AsymptoticConfidenceSequence(alpha: alpha, plannedObservations: plannedPairs)
    for difference in differences { sequence.observe(difference) }
    return sequence
  }
}
