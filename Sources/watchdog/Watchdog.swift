import Domain
import Foundation
import Safety

/// The watchdog's loop: hears what the processes say, and kills those that have fallen silent.
///
/// It asks nobody's leave, neither the supervisor's nor the journal's, so that it works when they hang too.
struct Watchdog: ~Copyable {
  private let directory: StateDirectory
  private var socket: NotifySocket
  private var watch: BeatWatch
  private var readiness: Readiness
  private let lock: Int32
  /// When the loop last went round.
  private var last = MonotonicTime.now.milliseconds

  /// How often the holders of the locks are looked up, in milliseconds.
  private static let round: Int64 = 250

  init(_ directory: StateDirectory, limits: BeatWatch.Limits, notify descriptor: Int32?) throws(WatchdogError) {
    let lock = try Self.lock(directory)
    let socket = try Self.socket(directory)
    self.directory = directory
    self.lock = lock
    self.socket = socket
    watch = BeatWatch(limits: limits)
    readiness = Readiness(descriptor: descriptor, environment: [:])
  }

  /// Takes the directory's only place for a watchdog; the kernel gives it back when this process ends.
  private static func lock(_ directory: StateDirectory) throws(WatchdogError) -> Int32 {
    do { try directory.prepare() } catch { throw .directory(error) }
    let path = lockFile(directory)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0, lockf(descriptor, F_TLOCK, 0) == 0 else { throw .taken(path: path) }
    return descriptor
  }

  private static func socket(_ directory: StateDirectory) throws(WatchdogError) -> NotifySocket {
    do { return try NotifySocket(path: directory.notifySocket) } catch { throw .socket(error) }
  }

  /// Runs until its lock file is no longer the one that it holds, when another may have taken its place.
  mutating func run() {
    readiness.ready()
    while stillStands {
      wait()
      let now = MonotonicTime.now.milliseconds
      // Held up itself, as on a machine that stood still, it has missed the others' notifications.
      if now - last > 2 * Self.round { watch.forgive(now - last) }
      listenAgain(now)
      last = now
      hear(now)
      look(now)
      for process in watch.overdue(at: now) { end(process) }
    }
  }

  private var stillStands: Bool {
    var named = stat()
    var opened = stat()
    return stat(Self.lockFile(directory), &named) == 0 && fstat(lock, &opened) == 0 && named.st_ino == opened.st_ino
  }

  private static func lockFile(_ directory: StateDirectory) -> String { "\(directory.run)/watchdog.lock" }

  private func wait() {
    let due = min(watch.next ?? .max, last + Self.round)
    var item = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&item, 1, Int32(max(0, due - MonotonicTime.now.milliseconds)))
  }

  /// Binds again where somebody has removed the socket: no process could notify it, and all would be killed.
  private mutating func listenAgain(_ now: Int64) {
    guard socket.isLost, stillStands else { return }
    // Until then no process can notify it.
    guard let again = try? NotifySocket(path: directory.notifySocket) else { return watch.forgive(now - last) }
    socket = again
    FileHandle.standardError.write(Data("\(directory.notifySocket) was gone and is bound again\n".utf8))
  }

  private mutating func hear(_ now: Int64) {
    while let message = socket.receive() {
      guard message.uid == getuid(), !message.words.isEmpty else { continue }
      let role = Role.allCases.first { RoleLock.owner(of: $0, in: directory) == message.pid }
      guard let role else { continue }
      for word in message.words { watch.hear(word, from: message.pid, of: role, at: now) }
    }
  }

  private mutating func look(_ now: Int64) {
    for role in Role.allCases { watch.see(RoleLock.owner(of: role, in: directory), of: role, at: now) }
  }

  private func end(_ process: BeatWatch.Overdue) {
    // Between the look and this line the number cannot have gone to another process unless that one has the lock.
    guard RoleLock.owner(of: process.role, in: directory) == process.pid else { return }
    let said = process.wasReady ? "has not beaten" : "has not become ready"
    kill(process.pid, SIGKILL)
    FileHandle.standardError.write(
      Data("\(process.role.rawValue), process \(process.pid), \(said) for \(process.silence) ms: killed\n".utf8))
  }
}

/// Why the watchdog cannot watch.
enum WatchdogError: EndingError, CustomStringConvertible {
  case directory(StateDirectoryError)
  case socket(NotifySocketError)
  /// Another watchdog looks after this directory.
  case taken(path: String)

  var exitCode: Sysexits {
    switch self {
    case .directory: .cannotCreate
    case .socket: .osError
    case .taken: .unavailable
    }
  }

  var description: String {
    switch self {
    case .directory(let error): error.description
    case .socket(let error): error.description
    case .taken(let path): "another watchdog holds \(path); stop it first"
    }
  }
}
