import Foundation
import Safety

/// Held by `up` and `down` while they start or stop a stack, so that neither sees the other's half.
///
/// A lock on the state directory itself: the kernel drops it when its holder ends, however that happens, and there is
/// no file to be lost. `halt`, `rearm` and `status` do not ask for it.
final class StackLock {
  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Takes the lock, waiting for its holder.
  ///
  /// - Throws: `Failure` with 75 where it is still held after `patience` milliseconds.
  static func take(_ directory: StateDirectory, patience: Int64 = 15_000) async throws -> StackLock {
    let end = MonotonicTime.now.milliseconds + patience
    var hasSaid = false
    while true {
      let descriptor = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw Failure(.cannotCreate, "\(directory.path) cannot be opened: \(String(cString: strerror(errno)))")
      }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, names(directory.path, descriptor) {
        return StackLock(descriptor: descriptor)
      }
      close(descriptor)
      guard MonotonicTime.now.milliseconds < end else {
        throw Failure(
          .temporaryFailure,
          "another `sotano up` or `sotano down` has been at work in \(directory.path) for \(patience / 1000) s; try again "
            + "when it is done")
      }
      if !hasSaid { tell("waiting for another `sotano up` or `sotano down` in \(directory.path)") }
      hasSaid = true
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Whether the directory is still the one that was locked: it may have been moved away meanwhile.
  private static func names(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }
}
