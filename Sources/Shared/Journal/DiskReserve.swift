internal import Glibc

/// A file that holds disk space back, so that there is room for the last writes when the disk is full.
///
/// Any process of the same user may free it; freeing twice is harmless.
package struct DiskReserve: Sendable {
  package enum Failure: Error, Hashable, Sendable {
    case cannotReserve(path: String, bytes: Int, code: Int32)
  }

  package let path: String
  package let bytes: Int

  /// - Parameter bytes: how much to hold back; a few megabytes are some thousand journal rows.
  package init(path: String, bytes: Int = 8 << 20) {
    self.path = path
    self.bytes = bytes
  }

  /// Takes the space, unless it is held already.
  package func hold() throws(Failure) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotReserve(path: path, bytes: bytes, code: errno) }
    defer { close(descriptor) }
    let code = posix_fallocate(descriptor, 0, off_t(bytes))
    guard code == 0, fsync(descriptor) == 0 else {
      let reason = code == 0 ? errno : code
      unlink(path)
      throw .cannotReserve(path: path, bytes: bytes, code: reason)
    }
  }

  /// Takes the space where the disk has so much that holding some back costs nobody anything: four times the reserve.
  /// Cheap where it is held already.
  package func holdWhereThereIsRoom() {
    var status = stat()
    if stat(path, &status) == 0, Int(status.st_size) >= bytes { return }
    var disk = statvfs()
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard statvfs(folder, &disk) == 0, Int(disk.f_bavail) * Int(disk.f_frsize) >= 4 * bytes else { return }
    // Without it a full disk is noticed all the same; only the last writes have less room.
    try? hold()
  }

  /// Gives the space back. `false` where none was held.
  @discardableResult
  package func free() -> Bool {
    unlink(path) == 0
  }
}
