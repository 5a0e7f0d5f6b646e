/// What stored quotes say of an experiment's candidates beside the incumbent, before the first live quote is looked at.
package struct ReplayEvidence: Hashable, Sendable, Codable {
  /// Of each candidate in its order: the probability, 0 to 1, that its daily advantage over the incumbent is real although
  /// it was the best of `trials`. Undefined where it never differed from the incumbent.
  package var deflatedSharpe: [Figure]
  /// Probability, 0 to 1, that the best of all tried in one half of the days lies below the median in the other.
  package var overfitting: Figure
  /// What choosing the best of the candidates by all days before would have gained over the incumbent a day, in money.
  package var walkForward: Figure
  /// Every configuration ever tried in this run, these candidates among them.
  package var trials: Int
  /// Market days of the quotes, and the incumbent's trades on them.
  package var days: Int
  package var trades: Int
  /// Which quotes, for a person.
  package var quotes: String

  package init(
    deflatedSharpe: [Figure], overfitting: Figure, walkForward: Figure, trials: Int, days: Int, trades: Int,
    quotes: String
  ) {
    self.deflatedSharpe = deflatedSharpe
    self.overfitting = overfitting
    self.walkForward = walkForward
    self.trials = trials
    self.days = days
    self.trades = trades
    self.quotes = quotes
  }
}
