import Bus
import Glibc

/// Wakes a thread that waits in a poller: a pipe in which nothing but the fact of a byte matters.
final class Bell: Sendable {
  /// Readable once it has been rung.
  let descriptor: Int32
  private let far: Int32

  init() throws(BusError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .failed(operation: "pipe", endpoint: "a bell", code: errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (descriptor, far) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(far)
  }

  /// A full pipe rings already.
  func ring() {
    _ = write(far, [1], 1)
  }

  func quieten() {
    var signals: [UInt8] = Array(repeating: 0, count: 64)
    while read(descriptor, &signals, signals.count) == signals.count {}
  }
}
