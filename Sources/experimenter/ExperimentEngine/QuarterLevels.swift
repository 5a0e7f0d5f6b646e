import Domain
import Statistics

/// The error rates of a quarter's experiments: each has its level before it begins, and a level is spent once.
///
/// A new quarter begins with the whole false discovery rate. What ended in a quarter that is over counts no longer.
struct QuarterLevels: Hashable, Sendable, Codable {
  private let falseDiscoveryRate: Double
  /// Open-market milliseconds.
  private let length: Int64
  private var levels: ELond
  private var quarter: Int64 = 0

  init(settings: ExperimenterSettings) {
    falseDiscoveryRate = settings.falseDiscoveryRate
    length = settings.quarter
    levels = ELond(alpha: settings.falseDiscoveryRate)
  }

  /// The number of the quarter of an instant.
  func quarter(of time: MarketTime) -> Int64 { time.open / max(1, length) }

  /// The level of an experiment that begins now, and the quarter that it belongs to.
  mutating func next(at now: MarketTime) -> (level: Double, quarter: Int64) {
    let present = quarter(of: now)
    if present != quarter {
      quarter = present
      levels = ELond(alpha: falseDiscoveryRate)
    }
    return (levels.nextLevel, quarter)
  }

  /// Counts an experiment that has ended, if its quarter is the present one.
  mutating func record(isDiscovery: Bool, quarter: Int64) {
    if quarter == self.quarter { levels.record(rejected: isDiscovery) }
  }

  /// Resumes in the quarter of `now` after a lost journal, before what was begun in it is counted.
  mutating func resume(at now: MarketTime) {
    quarter = quarter(of: now)
  }
}
