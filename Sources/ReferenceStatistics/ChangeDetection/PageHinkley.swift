import Statistics

/// Detects a moved mean by the distance of a cumulative sum from its extreme so far.
///
/// E. S. Page, Biometrika 41, 1954; D. V. Hinkley, Biometrika 58, 1971. Sums the deviations from the running mean,
/// each lessened by `tolerance`, with forgetting factor `retention`; alarms once the sum has moved by `threshold` from
/// its least (upward) or greatest (downward) value. Tolerance and threshold are in the unit of the data: choose them.
package struct PageHinkley: Sendable, Hashable, Codable {
  package enum Direction: String, Sendable, Hashable, Codable {
    case upward, downward, both
  }

  package let tolerance: Double
  package let threshold: Double
  package let retention: Double
  package let direction: Direction
  /// No alarm before so many observations.
  package let warmUp: Int
  package private(set) var signal = DriftSignal.stable
  /// True once a value was not finite: nothing is concluded any more.
  package private(set) var isVoid = false

  private var moments = RunningMoments()
  private var rising = 0.0
  private var falling = 0.0
  private var leastRising = 0.0
  private var greatestFalling = 0.0

  package init(
    tolerance: Double, threshold: Double, retention: Double = 0.9999, direction: Direction = .both, warmUp: Int = 30
  ) {
    precondition(tolerance >= 0 && threshold > 0, "tolerance and threshold are not negative")
    precondition(retention > 0 && retention <= 1, "a forgetting factor lies in (0, 1]")
    self.tolerance = tolerance
    self.threshold = threshold
    self.retention = retention
    self.direction = direction
    self.warmUp = warmUp
  }

  package mutating func observe(_ value: Double) {
    guard !isVoid else { return }
    guard value.isFinite else {
      isVoid = true
      signal = .stable
      return
    }
    if signal == .drift { restart() }
    moments.observe(value)
    let deviation = value - moments.mean
    rising = retention * rising + deviation - tolerance
    falling = retention * falling + deviation + tolerance
    leastRising = moments.count == 1 ? rising : min(leastRising, rising)
    greatestFalling = moments.count == 1 ? falling : max(greatestFalling, falling)
    guard moments.count >= warmUp else { return }
    let isUp = direction != .downward && rising - leastRising > threshold
    let isDown = direction != .upward && greatestFalling - falling > threshold
    signal = isUp || isDown ? .drift : .stable
  }

  private mutating func restart() {
    moments = RunningMoments()
    (rising, falling, leastRising, greatestFalling) = (0, 0, 0, 0)
    signal = .stable
  }
}
