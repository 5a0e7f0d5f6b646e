/// How far a live ramp is: which of its two versions shall be in force, and what the pairs of turns have shown.
package struct LiveRampReport: Hashable, Sendable, Codable {
  /// The change that is the ramp.
  package var change: ChangeID
  /// The turn that shall be in force; turn 0 was the change itself.
  package var turn: Int
  /// Whether the candidate's version shall be in force in this turn, or the incumbent's.
  package var isCandidate: Bool
  /// Turns that the ramp will have at least.
  package var planned: Int
  /// Matched pairs whose trades have all been closed.
  package var pairs: Int
  /// Mean difference of a pair, candidate minus incumbent, each turn less what the incumbent's shadow earned in it; and
  /// its one-sided confidence bounds. Quote currency.
  package var meanPerPair: Figure
  package var lowerBound: Figure
  package var upperBound: Figure

  package init(
    change: ChangeID, turn: Int, isCandidate: Bool, planned: Int, pairs: Int, meanPerPair: Figure, lowerBound: Figure,
    upperBound: Figure
  ) {
    self.change = change
    self.turn = turn
    self.isCandidate = isCandidate
    self.planned = planned
    self.pairs = pairs
    self.meanPerPair = meanPerPair
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }
}
