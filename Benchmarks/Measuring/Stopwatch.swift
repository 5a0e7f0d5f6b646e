import Foundation

/// The shortest of several runs in processor time, which other programs on the machine disturb least.
package enum Stopwatch {
  /// Milliseconds.
  package static func best(of runs: Int, _ body: () -> Void) -> Double {
    (0..<runs).map { _ in
      let start = time(CLOCK_THREAD_CPUTIME_ID)
      body()
      return time(CLOCK_THREAD_CPUTIME_ID) - start
    }.min() ?? .infinity
  }

  /// Milliseconds on the clock, for work on several cores.
  package static func shortestWait(of runs: Int, _ body: () -> Void) -> Double {
    (0..<runs).map { _ in
      let start = time(CLOCK_MONOTONIC)
      body()
      return time(CLOCK_MONOTONIC) - start
    }.min() ?? .infinity
  }

  private static func time(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }
}
