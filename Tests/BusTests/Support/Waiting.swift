import Bus
import Safety
import Testing
import Wire

/// Long enough for a busy machine; a test that waits so long has failed.
var patience: MonotonicTime { MonotonicTime.now.advanced(milliseconds: 20_000) }

struct Impatient: Error {
  var what: String
}

/// Asks again each time that the socket has something, until there is an answer.
func awaited<Value>(
  _ what: String, on handle: SocketHandle, _ ask: () throws -> Reception<Value>
) throws -> Value {
  var poller = Poller()
  _ = poller.watch(handle)
  let deadline = patience
  while MonotonicTime.now < deadline {
    switch try ask() {
    case .message(let value): return value
    case .skipped: continue
    case .nothing: try poller.wait(until: deadline)
    }
  }
  throw Impatient(what: what)
}

extension Publisher {
  mutating func awaitSubscription() throws {
    let handle = handle
    while true {
      let notice = try awaited("a subscription", on: handle) { try nextNotice() }
      if case .subscribed = notice { return }
    }
  }
}

extension Subscriber {
  mutating func awaitEnvelope() throws -> Envelope {
    let handle = handle
    return try awaited("a message", on: handle) { try receiveEnvelope() }.get()
  }
}

extension RouterSocket {
  mutating func awaitRequest() throws -> (caller: Caller, request: Result<Request, WireError>) {
    let handle = handle
    return try awaited("a request", on: handle) { try receiveRequest() }
  }
}

extension RequestSocket {
  mutating func awaitReply() throws -> Reply {
    let handle = handle
    return try awaited("a reply", on: handle) { try receiveReply() }.get()
  }

  /// Sends once the server is there.
  mutating func awaitSent(_ request: Request) throws {
    var poller = Poller()
    _ = poller.watch(handle, for: .writable)
    let deadline = patience
    while try !send(request.encoded()) {
      guard MonotonicTime.now < deadline else { throw Impatient(what: "a server") }
      try poller.wait(until: deadline)
    }
  }
}
