internal import Glibc

/// Time that only goes forward, whatever is done to the wall clock. It stands still while the machine sleeps.
package enum MonotonicClock {
  package static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  package static func milliseconds() -> Int64 {
    nanoseconds() / 1_000_000
  }
}
