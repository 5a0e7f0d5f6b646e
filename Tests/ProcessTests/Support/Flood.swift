import Bus
import Domain
import Foundation
import Glibc
import Safety
import Wire

/// A client of one process's request socket that asks as fast as it can: a process of its own that speaks ZMTP by hand,
/// so that no queue of its library is in its way.
struct Flood {
  /// What it asks, over and over again. A command has another id each time.
  var request: [UInt8]
  var of: Role
  var connections = 1
  /// Whether it takes its replies.
  var reads = true

  /// The bytes that stand for a number, so that each request can have another id.
  private static let place = "flood-00000000-00000000"

  init(_ role: Role, _ content: Request.Content, by person: String? = "Eve", connections: Int = 1, reads: Bool = true)
    throws
  {
    guard let bot = BotName("grid") else { throw Unmet(description: "grid is a bot's name") }
    request = try Request(
      bot: bot, id: Self.place, deadline: MonotonicTime.now.milliseconds + 600_000, person: person,
      content: content
    ).encoded()
    of = role
    self.connections = connections
    self.reads = reads
  }

  /// Bytes that are no request.
  init(_ role: Role, bytes: [UInt8], connections: Int = 1) {
    request = bytes
    of = role
    self.connections = connections
  }

  /// What came of a flood.
  struct Outcome: Decodable {
    var sent: Int
    var replies: Int
    /// Replies that refuse by the name `busy`.
    var busy: Int
    /// Connections that were cut.
    var cut: Int
  }

  /// Runs floods beside each other, each in a process of its own, while `body` does.
  static func run(
    _ floods: [Flood], at stack: Stack, while body: () async throws -> Void
  ) async throws -> [Outcome] {
    let name = UInt32.random(in: 0...UInt32.max)
    let script = "\(stack.folder)/flood-\(name).py"
    let flag = "\(stack.folder)/flood-\(name)"
    try Data(source.utf8).write(to: URL(fileURLWithPath: script))
    try Data().write(to: URL(fileURLWithPath: flag))
    defer { unlink(flag) }
    return try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      for (number, flood) in floods.enumerated() {
        let file = "\(flag)-\(number)"
        try Data(flood.request).write(to: URL(fileURLWithPath: file))
        let arguments = [
          script, "\(stack.directory)/sockets/\(flood.of.rawValue).req", file, flag, "\(flood.connections)",
          flood.reads ? "reads" : "deaf",
        ]
        group.addTask {
          let ended = try await ProcessTests.run("python3", arguments)
          guard ended.code == 0 else { throw Unmet(description: "a flood ended with \(ended.complaint)") }
          return (number, try ended.decoded(Outcome.self))
        }
      }
      try await until("the floods to have begun", within: .seconds(20)) {
        (0..<floods.count).allSatisfy { access("\(flag)-\($0).begun", F_OK) == 0 }
      }
      do {
        try await body()
      } catch {
        unlink(flag)
        throw error
      }
      unlink(flag)
      var outcomes: [Int: Outcome] = [:]
      for try await (number, outcome) in group { outcomes[number] = outcome }
      return floods.indices.compactMap { outcomes[$0] }
    }
  }

  /// ZMTP 3.0 with the NULL mechanism (rfc.zeromq.org/spec/23), as a DEALER.
  private static let source = #"""
    import json, os, select, socket, sys, time
    path, file, flag, count, way = sys.argv[1:]
    body = open(file, "rb").read()
    place = body.find(b"flood-00000000-")
    GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
    READY = b"\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"

    def frame(data, flags):
        if len(data) < 256: return bytes([flags, len(data)]) + data
        return bytes([flags | 2]) + len(data).to_bytes(8, "big") + data

    def exactly(peer, size):
        data = b""
        while len(data) < size:
            more = peer.recv(size - len(data))
            if not more: raise OSError("cut")
            data += more
        return data

    def connect():
        peer = socket.socket(socket.AF_UNIX)
        peer.settimeout(5)
        peer.connect(path)
        peer.sendall(GREETING)
        exactly(peer, 64)
        peer.sendall(frame(READY, 4))
        head = exactly(peer, 2)
        exactly(peer, head[1])
        peer.setblocking(False)
        return peer

    serial = 0
    head = frame(b"", 1)
    def some():
        global serial
        parts = []
        for _ in range(max(1, min(64, 65536 // len(body)))):
            data = body
            if place >= 0:
                serial += 1
                mark = b"flood-%08d-%08d" % (os.getpid(), serial)
                data = body[:place] + mark + body[place + len(mark):]
            parts += [head, frame(data, 0)]
        return b"".join(parts)

    def close(peer):
        live.remove(peer)
        peer.close()

    sent = replies = busy = cut = 0
    live, rest, unread = [], {}, {}
    def join():
        peer = connect()
        live.append(peer)
        rest[peer], unread[peer] = b"", b""
    for _ in range(int(count)):
        try: join()
        except OSError: cut += 1
    begun = False
    end = time.monotonic() + 120
    while os.path.exists(flag) and time.monotonic() < end:
        # Who waits for answers has begun with the first: on a busy machine the floods themselves come slowly.
        if not begun and sent and (replies or place < 0 or way != "reads"):
            open(file + ".begun", "w").close()
            begun = True
        if not live:
            try: join()
            except OSError:
                time.sleep(0.01)
                continue
        readable, writable, _ = select.select(live if way == "reads" else [], live, [], 0.05)
        for peer in readable:
            try: data = peer.recv(1 << 20)
            except BlockingIOError: continue
            except OSError: data = b""
            if not data:
                cut += 1
                close(peer)
                if peer in writable: writable.remove(peer)
                continue
            unread[peer] += data
            data, at = unread[peer], 0
            while len(data) - at >= 2:
                flags = data[at]
                if flags & 2:
                    if len(data) - at < 9: break
                    size, start = int.from_bytes(data[at + 1:at + 9], "big"), at + 9
                else: size, start = data[at + 1], at + 2
                if len(data) - start < size: break
                if not flags & 5:
                    replies += 1
                    # Refusal.busy is field 23: a tag of 186.
                    if b"\xba\x01" in data[start:start + min(size, 200)]: busy += 1
                at = start + size
            unread[peer] = data[at:]
        for peer in writable:
            if not rest[peer]: rest[peer] = some()
            try:
                put = peer.send(rest[peer])
                sent += put // (len(body) + len(head) + 2)
                rest[peer] = rest[peer][put:]
            except BlockingIOError: pass
            except OSError:
                cut += 1
                close(peer)
    print(json.dumps({"sent": sent, "replies": replies, "busy": busy, "cut": cut}))
    """#
}
