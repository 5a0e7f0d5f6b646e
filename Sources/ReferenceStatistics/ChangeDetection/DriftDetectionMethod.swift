/// What a drift detector says after an observation.
package enum DriftSignal: String, Sendable, Hashable, Codable {
  /// Nothing out of the ordinary.
  case stable
  /// Unusual, not yet proof: the moment from which data may belong to the new regime.
  case warning
  /// The stream has changed; the detector begins afresh with the next observation.
  case drift
}

/// Detects that an event has become more frequent than it was at its best.
///
/// Gama, Medas, Castillo and Rodrigues, "Learning with drift detection" (DDM), SBIA 2004: with p the share of events
/// and s = √(p(1 − p)/n), it remembers where p + s was least and warns at p_min + 2 s_min, alarms at p_min + 3 s_min.
package struct DriftDetectionMethod: Sendable, Hashable, Codable {
  /// No judgement before so many observations.
  package let warmUp: Int
  package private(set) var signal = DriftSignal.stable
  private var count = 0
  private var share = 0.0
  private var best: Level?

  private struct Level: Sendable, Hashable, Codable {
    let share: Double
    let deviation: Double
  }

  package init(warmUp: Int = 30) {
    self.warmUp = warmUp
  }

  package mutating func observe(_ isEvent: Bool) {
    if signal == .drift { self = Self(warmUp: warmUp) }
    count += 1
    share += ((isEvent ? 1 : 0) - share) / Double(count)
    guard count > warmUp else { return }
    let level = Level(share: share, deviation: (share * (1 - share) / Double(count)).squareRoot())
    let sum = level.share + level.deviation
    var best = best ?? level
    if sum <= best.share + best.deviation { best = level }
    self.best = best
    if sum > best.share + 3 * best.deviation {
      signal = .drift
    } else {
      signal = sum > best.share + 2 * best.deviation ? .warning : .stable
    }
  }
}
