import CZeroMQ
package import Safety

/// Waits until a socket or a file descriptor has something, or an instant has come.
///
/// A poller belongs to the thread of its sockets. Watching a socket does not keep it open: one that was closed is
/// passed over.
package struct Poller: ~Copyable {
  package enum Interest: Sendable {
    case readable
    case writable
  }

  /// One watched thing, to ask about after a wait.
  package struct Token: Hashable, Sendable {
    fileprivate let number: Int
  }

  private enum Source {
    case socket(SocketHandle)
    case descriptor(Int32)
  }

  private var watched: [(token: Token, source: Source, events: Int16)] = []
  private var items: [zmq_pollitem_t] = []
  private var ready: [Token] = []
  private var lastNumber = 0

  package init() {}

  package mutating func watch(_ socket: SocketHandle, for interest: Interest = .readable) -> Token {
    watch(.socket(socket), interest)
  }

  package mutating func watch(descriptor: Int32, for interest: Interest = .readable) -> Token {
    watch(.descriptor(descriptor), interest)
  }

  package mutating func stopWatching(_ token: Token) {
    watched.removeAll { $0.token == token }
    ready.removeAll { $0 == token }
  }

  private mutating func watch(_ source: Source, _ interest: Interest) -> Token {
    lastNumber += 1
    let token = Token(number: lastNumber)
    watched.append((token, source, Int16(interest == .readable ? ZMQ_POLLIN : ZMQ_POLLOUT)))
    return token
  }

  /// Waits until something is ready or `deadline` has come, never less; `nil` waits without end. A signal ends the
  /// wait early with nothing ready, so that a loop can look at what its handler noted.
  ///
  /// - Returns: whether anything is ready.
  @discardableResult
  package mutating func wait(until deadline: MonotonicTime?) throws(BusError) -> Bool {
    ready.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    watched.removeAll { if case .socket(let handle) = $0.source { handle.pointer == nil } else { false } }
    for (_, source, events) in watched {
      switch source {
      case .socket(let handle): items.append(zmq_pollitem_t(socket: handle.open, fd: 0, events: events, revents: 0))
      case .descriptor(let number):
        items.append(zmq_pollitem_t(socket: nil, fd: number, events: events, revents: 0))
      }
    }
    let left = deadline.map { $0.millisecondsLeft(at: .now) } ?? -1
    // An hour at a time: poll(2) counts in 32 bits. A longer wait loops anyway.
    let count = zmq_poll(&items, Int32(items.count), Int(min(left, 3_600_000)))
    if count < 0 {
      let code = zmq_errno()
      if code == EINTR { return false }
      throw .failed(operation: "poll", endpoint: "\(items.count) sockets", code: code)
    }
    for (index, item) in items.enumerated() where item.revents != 0 { ready.append(watched[index].token) }
    return !ready.isEmpty
  }

  /// Whether the last wait found it ready (or, for a descriptor, broken).
  package func isReady(_ token: Token) -> Bool {
    ready.contains(token)
  }
}
