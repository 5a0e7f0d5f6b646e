internal import Domain
internal import Glibc

/// Notices that no quote comes at all, which no event can show: the only limit that needs the wall clock.
///
/// Market time stands still meanwhile, so silence is counted in open-market milliseconds at the run's pace. Reported
/// from five seconds on, since a restart of the trader is not a silence, and then once a second at most. Only a process
/// that hears the trader can know: with a dead subscription every market is silent.
struct FeedSilence {
  private let speed: Double
  /// The trader's file that says the data has ended; silence is expected after that.
  private let finishedFile: String
  private var heard: Int64?
  private var nextWord: Int64 = .max

  private static let patience: Int64 = 5_000
  private static let between: Int64 = 1_000

  /// - Returns: `nil` in lockstep, where the market waits for the processes.
  init?(_ pace: Pace, finishedFile: String) {
    guard case .times(let speed) = pace else { return nil }
    self.speed = speed
    self.finishedFile = finishedFile
  }

  mutating func hear(at now: Int64) {
    heard = now
    nextWord = now + Self.patience
  }

  /// The silence to report now, in open-market milliseconds; `nil` for none.
  ///
  /// - Parameter isHearing: whether the trader's stream arrives.
  mutating func due(at now: Int64, isHearing: Bool) -> Int64? {
    guard let heard, now >= nextWord, isHearing else { return nil }
    nextWord = now + max(Self.between, Int64(60_000 / speed))
    guard access(finishedFile, F_OK) != 0 else { return nil }
    return Int64(Double(now - heard) * speed)
  }
}
