internal import Glibc

/// An instant of the machine's `CLOCK_MONOTONIC`, which all its processes share and nobody sets. It stands still while the
/// machine sleeps.
package struct MonotonicTime: Hashable, Comparable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  package init(milliseconds: Int64) {
    nanoseconds =
      milliseconds.multipliedReportingOverflow(by: 1_000_000).overflow
      ? (milliseconds < 0 ? .min : .max) : milliseconds * 1_000_000
  }

  package static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Whole milliseconds, as a message's deadline counts them.
  package var milliseconds: Int64 { nanoseconds / 1_000_000 }

  package func advanced(milliseconds: Int64) -> MonotonicTime {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(MonotonicTime(milliseconds: milliseconds).nanoseconds)
    return MonotonicTime(nanoseconds: overflow ? (milliseconds < 0 ? .min : .max) : sum)
  }

  /// Milliseconds from `now` until this instant, rounded up so that a wait does not end early; 0 once past.
  package func millisecondsLeft(at now: MonotonicTime) -> Int64 {
    guard self > now else { return 0 }
    let (left, overflow) = nanoseconds.subtractingReportingOverflow(now.nanoseconds)
    return overflow ? .max / 1_000_000 : left / 1_000_000 + (left % 1_000_000 == 0 ? 0 : 1)
  }

  package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
