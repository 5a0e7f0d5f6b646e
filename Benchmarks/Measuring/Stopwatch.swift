import Foundation

/// The shortest of several runs in processor time, which other programs on the machine disturb least.
package enum Stopwatch {
  /// Milliseconds.
  package static func best(of runs: Int, _ body: () -> Void) -> Double {
    (0..<runs).map { _ in
      let start = processorTime()
      body()
      return processorTime() - start
    }.min() ?? .infinity
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }
}
