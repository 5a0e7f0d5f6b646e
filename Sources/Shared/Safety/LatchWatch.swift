internal import Domain
internal import Glibc

/// Keeps the latch's reading at hand for the check before every order.
///
/// A file's arrival is queued by inotify before the call that made it returns, so an order that is checked after a
/// trip's `record` came back sees it. (The directory's modification time would not do: it moves in steps of some
/// milliseconds.) Where inotify is not to be had, every check lists the directory.
///
/// One thread only. It keeps its descriptors for life, so it also works when no more are to be had.
package final class LatchWatch {
  package let latch: Latch
  /// What the latch said at the last check.
  package private(set) var reading = LatchReading.clear
  /// For the poll loop: readable when something has changed; -1 where inotify is not to be had.
  package let descriptor: Int32
  private let stream: OpaquePointer?
  private var buffer = [UInt8](repeating: 0, count: 4096)

  package init(_ latch: Latch) {
    self.latch = latch
    stream = opendir(latch.directory)
    let queue = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    let events =
      IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF
      | IN_MOVE_SELF | Int32(bitPattern: UInt32(IN_ONLYDIR))
    if queue >= 0, inotify_add_watch(queue, latch.directory, UInt32(bitPattern: events)) < 0 {
      close(queue)
      descriptor = -1
    } else {
      descriptor = queue
    }
    refresh()
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let stream { closedir(stream) }
  }

  /// The check before every order: one system call unless something has changed.
  package func check() -> LatchReading {
    if descriptor < 0 || hasChanged() { refresh() }
    return reading
  }

  /// Lists the directory whatever inotify says: call it at least every 250 ms.
  @discardableResult
  package func refresh() -> LatchReading {
    guard let stream, isInPlace(stream) else {
      reading = .halted(because: "the latch \(latch.directory) is not the directory that it was")
      return reading
    }
    reading = latch.read(stream)
    return reading
  }

  /// Takes all queued events. An overflow of the queue is an event too.
  private func hasChanged() -> Bool {
    var changed = false
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { changed = true }
      if count < 0, errno == EINTR { continue }
      if count < Int(buffer.count) { return changed || (count < 0 && errno != EAGAIN) }
    }
  }

  private func isInPlace(_ stream: OpaquePointer) -> Bool {
    var named = stat()
    var opened = stat()
    return stat(latch.directory, &named) == 0 && fstat(dirfd(stream), &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }
}
