internal import Domain
internal import Glibc

/// Says something in the process's log, where that takes it now. Whoever stops trading must neither wait for a log that
/// nobody reads nor end because of it.
package func complain(_ text: String) {
  var log = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
  guard poll(&log, 1, 0) == 1, log.revents & Int16(POLLOUT) != 0 else { return }
  let line = Array((text.shown() + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
}
