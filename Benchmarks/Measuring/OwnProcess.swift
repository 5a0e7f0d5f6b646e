import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// What this process, or another, has used.
package enum OwnProcess {
  /// Seconds of processor time of this thread.
  package static var threadTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A line of a process's status in MiB: `VmRSS` is resident now, `VmHWM` at most so far; `nil` where it is gone.
  package static func memory(_ name: String, of pid: String = "self") -> Double? {
    guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return nil }
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line.flatMap { Double($0.split(whereSeparator: \.isWhitespace)[1]) }.map { $0 / 1024 }
  }
}
