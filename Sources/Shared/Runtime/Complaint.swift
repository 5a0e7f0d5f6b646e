internal import Domain
internal import Glibc

/// Writes to the process's log if the log accepts it now. The path that stops trading must neither wait for a log that
/// nobody reads nor crash because of it.
package func complain(_ text: String) {
  var log = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
  guard poll(&log, 1, 0) == 1, log.revents & Int16(POLLOUT) != 0 else { return }
  let line = Array((text.shown() + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
}
