import Statistics

/// Detects that events have come closer together than they once were.
///
/// Baena-García et al., "Early drift detection method" (EDDM), 2006: with the mean p and standard deviation s of the
/// distance between events, it warns when (p + 2s) falls below 95 % of its greatest value and alarms below 90 %.
/// Sensitive and quick to cry wolf: some three false alarms a thousand observations on a steady stream.
package struct EarlyDriftDetectionMethod: Sendable, Hashable, Codable {
  /// No judgement before so many observations and so many events.
  package let warmUp: Int
  package private(set) var signal = DriftSignal.stable
  private var count = 0
  private var lastEvent = 0
  private var distances = RunningMoments()
  private var greatest = 0.0

  private static let warningShare = 0.95
  private static let driftShare = 0.9

  package init(warmUp: Int = 30) {
    self.warmUp = warmUp
  }

  package mutating func observe(_ isEvent: Bool) {
    if signal == .drift { self = Self(warmUp: warmUp) }
    count += 1
    guard isEvent else { return }
    distances.observe(Double(count - lastEvent))
    lastEvent = count
    guard count > warmUp else { return }
    let reach = distances.mean + 2 * (distances.variance ?? 0).squareRoot()
    guard reach <= greatest else {
      greatest = reach
      return
    }
    guard distances.count > warmUp else { return }
    let share = reach / greatest
    if share < Self.driftShare {
      signal = .drift
    } else {
      signal = share < Self.warningShare ? .warning : .stable
    }
  }
}
