internal import Glibc

/// Tells the supervisor that the process is ready, and that its main loop still runs.
///
/// s6 gives a descriptor (`notification-fd`) on which one line means ready. systemd gives a datagram socket in
/// `NOTIFY_SOCKET`, see sd_notify(3). Where neither is given, nothing happens.
package struct Readiness: ~Copyable {
  private var descriptor: Int32?
  private let socketPath: String?
  private var isReady = false

  /// - Parameter descriptor: from `--notify-fd`; otherwise `NOTIFY_FD` of the environment counts.
  package init(descriptor: Int32?, environment: [String: String]) {
    self.descriptor = descriptor ?? environment["NOTIFY_FD"].flatMap { Int32($0) }
    socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Call once, after the state is recovered and the sockets are bound.
  package mutating func ready() {
    if let descriptor {
      _ = write(descriptor, "\n", 1)
      close(descriptor)
    }
    descriptor = nil
    isReady = true
    send(.ready)
  }

  /// Call from the main loop only, at least twice within the watchdog's time. Before readiness nothing is sent:
  /// start-up has a limit of its own.
  package func beat() {
    guard isReady else { return }
    send(.beat)
  }

  /// Call when a planned shutdown begins, before its work.
  package func stopping() {
    send(.stopping)
  }

  private func send(_ word: BeatWatch.Word) {
    guard let socketPath else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(socketPath.utf8)
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { target in
      target.copyBytes(from: path)
      // A leading @ stands for Linux's abstract namespace.
      if path.first == UInt8(ascii: "@") { target[0] = 0 }
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
    let bytes = Array(word.rawValue.utf8)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), generic, length)
      }
    }
  }
}
