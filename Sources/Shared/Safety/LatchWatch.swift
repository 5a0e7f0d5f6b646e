package import Domain
internal import Glibc

/// Reads the latch before every order, and every few milliseconds besides.
///
/// Each check lists the directory, so an order that is checked after a trip's `record` came back sees it. (The
/// directory's modification time would not do by itself: it moves in steps of some milliseconds. Nor would a queue of
/// inotify's: a process that owns one dies late, see decision 0003.) Files are read once, and again when they were
/// written since.
///
/// One thread only. It keeps the directory open, so a clear latch needs no new descriptor to be read.
package final class LatchWatch {
  private let latch: Latch
  private let stream: OpaquePointer?
  private var scan = LatchScan()
  /// What `news` has returned; `nil` where it must return everything again.
  private var told: LatchReading?

  package init(_ latch: Latch) {
    self.latch = latch
    stream = opendir(latch.directory)
  }

  deinit {
    if let stream { closedir(stream) }
  }

  /// What the latch says now.
  package func check() -> LatchReading { look().reading }

  /// Every trip that the latch holds now; empty where nothing changed since the last call.
  package func news() -> [Trip] {
    let (reading, hasChanged) = look()
    if !hasChanged, told != nil { return [] }
    defer { told = reading }
    // A reading that failed twice is the same; to compare it costs nothing.
    return reading == told ? [] : reading.trips
  }

  /// Makes the next `news` return everything: a file that was to be archived may still be there.
  package func tellAgain() {
    told = nil
  }

  /// Whether the latch is the directory that it was when this watch began.
  package var isInPlace: Bool { stream.map(isInPlace) ?? false }

  private func look() -> (reading: LatchReading, hasChanged: Bool) {
    guard let stream, isInPlace(stream) else {
      return (.halted(because: "the latch \(latch.directory) is not the directory that it was"), true)
    }
    switch scan.look(stream) {
    case .success(let hasChanged): return (scan.reading, hasChanged)
    case .failure(let error):
      let words = String(cString: strerror(error.code))
      return (.halted(because: "the latch \(latch.directory) cannot be listed: \(words)"), true)
    }
  }

  private func isInPlace(_ stream: OpaquePointer) -> Bool {
    var named = stat()
    var opened = stat()
    return stat(latch.directory, &named) == 0 && fstat(dirfd(stream), &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }
}
