package import Domain
internal import Glibc
internal import Synchronization

/// Proof that this process, and no other, has a role.
///
/// A POSIX record lock on `ROLE.lock`, since the kernel drops it when the process dies and tells any process the
/// owner's pid. Take it before binding a socket: a second bind on an ipc path succeeds silently and splits the brain.
///
/// POSIX locks go when *any* descriptor of the file is closed in the owning process, so the file is never opened again
/// by it: `owner(of:in:)` answers from memory for locks that this process holds.
package final class RoleLock: Sendable {
  package let role: Role
  package let path: String
  private let descriptor: Int32

  /// Paths of the locks that this process holds.
  private static let held = Mutex<Set<String>>([])

  /// - Throws: `RoleLockError.taken` where another process has the role: exit with 69.
  package static func acquire(_ role: Role, in directory: StateDirectory) throws(RoleLockError) -> RoleLock {
    let path = directory.lock(of: role)
    guard held.withLock({ $0.insert(path).inserted }) else { throw .taken(role: role, by: getpid()) }
    do throws(RoleLockError) {
      return RoleLock(role: role, path: path, descriptor: try lockedDescriptor(role, path))
    } catch {
      _ = held.withLock { $0.remove(path) }
      throw error
    }
  }

  private init(role: Role, path: String, descriptor: Int32) {
    self.role = role
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    _ = Self.held.withLock { $0.remove(path) }
  }

  private static func lockedDescriptor(_ role: Role, _ path: String) throws(RoleLockError) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .cannotLock(path: path, code: errno) }
      var request = wholeFile(type: F_WRLCK)
      guard fcntl(descriptor, F_SETLK, &request) == 0 else {
        let code = errno
        close(descriptor)
        guard code == EACCES || code == EAGAIN else { throw .cannotLock(path: path, code: code) }
        throw .taken(role: role, by: owner(path))
      }
      // Somebody may have removed the file between opening and locking; then the lock is on a file without a name.
      if names(path, descriptor) {
        writeProcessID(descriptor)
        return descriptor
      }
      close(descriptor)
    }
  }

  /// Whether the lock file is still the one that was locked. `false` means that it was removed and the role may have a
  /// new owner: end.
  package var stillStands: Bool { Self.names(path, descriptor) }

  /// The process that has a role now; `nil` where none does.
  package static func owner(of role: Role, in directory: StateDirectory) -> Int32? {
    let path = directory.lock(of: role)
    if held.withLock({ $0.contains(path) }) { return getpid() }
    return owner(path)
  }

  private static func owner(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var request = wholeFile(type: F_WRLCK)
    guard fcntl(descriptor, F_GETLK, &request) == 0, request.l_type != Int16(F_UNLCK) else { return nil }
    return request.l_pid
  }

  private static func wholeFile(type: Int32) -> flock {
    flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
  }

  private static func names(_ path: String, _ descriptor: Int32) -> Bool {
    var named = stat()
    var opened = stat()
    return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }

  /// For people who look into the file; nothing reads it.
  private static func writeProcessID(_ descriptor: Int32) {
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0 else { return }
    _ = pwrite(descriptor, text, text.count, 0)
  }
}

package enum RoleLockError: EndingError, Hashable, Sendable {
  /// `by` is the owner's process id; `nil` where it ended meanwhile.
  case taken(role: Role, by: Int32?)
  case cannotLock(path: String, code: Int32)

  package var exitCode: Sysexits {
    switch self {
    case .taken: .unavailable
    case .cannotLock: .osError
    }
  }
}

extension RoleLockError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .taken(let role, let pid):
      "\(role.rawValue) is running already\(pid.map { " as process \($0)" } ?? ""); stop it first or use another --dir"
    case .cannotLock(let path, let code): "cannot lock \(path): \(String(cString: strerror(code)))"
    }
  }
}
