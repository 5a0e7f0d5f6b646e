/// What the paired shadows have shown of one applied change so far: shadow-new against shadow-old on the same quotes.
package struct MeasurementReport: Hashable, Sendable, Codable {
  package enum Finding: String, Hashable, Sendable, Codable {
    /// Not enough yet.
    case open
    /// Proven worse than the predecessor.
    case harmful
    /// Proven better.
    case better
    /// Proven not worse by more than the margin.
    case notWorse
    /// The window is over without proof.
    case exhausted
    /// The running evidence is unusable (a gap in the quotes, a broken bound).
    case void
  }

  package var change: ChangeID
  package var version: ConfigurationVersion
  package var finding: Finding
  package var blocks: Int
  /// Trades that the predecessor's shadow has closed since the change.
  package var trades: Int
  /// Sum of new minus old over the blocks, marked to market, inherited positions excluded.
  package var difference: Money
  /// Mean difference a block and its asymptotic confidence bounds, in money; undefined below two blocks.
  package var meanPerBlock: Figure
  package var lowerBound: Figure
  package var upperBound: Figure
  /// log of the betting e-value that the change is harmful, and that it is better.
  package var logHarm: Double
  package var logGain: Double
  /// The non-inferiority margin a block, in money: two per cent of the old arm's gross loss.
  package var margin: Double

  package init(
    change: ChangeID, version: ConfigurationVersion, finding: Finding, blocks: Int, trades: Int, difference: Money,
    meanPerBlock: Figure, lowerBound: Figure, upperBound: Figure, logHarm: Double, logGain: Double, margin: Double
  ) {
    self.change = change
    self.version = version
    self.finding = finding
    self.blocks = blocks
    self.trades = trades
    self.difference = difference
    self.meanPerBlock = meanPerBlock
    self.lowerBound = lowerBound
    self.upperBound = upperBound
    self.logHarm = logHarm
    self.logGain = logGain
    self.margin = margin
  }
}
