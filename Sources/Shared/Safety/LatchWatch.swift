internal import Domain
internal import Glibc

/// Reads the latch before every order, and every few milliseconds besides.
///
/// Each check lists the directory, so an order that is checked after a trip's `record` came back sees it. (The directory's
/// modification time would not do: it moves in steps of some milliseconds. Nor would a queue of inotify's: whoever owns one
/// dies late, see decision 0003.)
///
/// One thread only. It keeps the directory open for life, so a clear latch needs no descriptor to be read.
package final class LatchWatch {
  private let latch: Latch
  private let stream: OpaquePointer?

  package init(_ latch: Latch) {
    self.latch = latch
    stream = opendir(latch.directory)
  }

  deinit {
    if let stream { closedir(stream) }
  }

  /// What the latch says now.
  package func check() -> LatchReading {
    guard let stream, isInPlace(stream) else {
      return .halted(because: "the latch \(latch.directory) is not the directory that it was")
    }
    return latch.read(stream)
  }

  private func isInPlace(_ stream: OpaquePointer) -> Bool {
    var named = stat()
    var opened = stat()
    return stat(latch.directory, &named) == 0 && fstat(dirfd(stream), &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }
}
