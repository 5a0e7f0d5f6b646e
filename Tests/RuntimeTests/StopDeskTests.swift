import Bus
import Domain
import Foundation
import Glibc
import Runtime
import Safety
import Synchronization
import Testing
import TraderRuntime
import Wire

/// The desk over a real socket, with a loop that is busy elsewhere.
@Suite(.serialized) final class StopDeskTests {
  private let folder: String
  private let bot: BotName
  private let endpoint: Endpoint
  private let latch: Latch

  init() throws {
    folder = "/tmp/sotano-desk-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let directory = try SocketDirectory(creating: folder)
    bot = try #require(BotName("demo"))
    endpoint = try directory.endpoint("trader.stop")
    latch = Latch(directory: "\(folder)/latch")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func ask(_ content: Request.Content, bot name: String? = nil, within milliseconds: Int64 = 5_000) throws
    -> Reply.Content
  {
    let asker = try name.map { try #require(BotName($0)) } ?? bot
    var client = try RequestClient(Context(), connect: endpoint)
    let deadline = MonotonicTime.now.milliseconds + milliseconds
    let request = Request(bot: asker, id: "ask", deadline: deadline, person: "Ana", content: content)
    return try client.request(request, timeout: milliseconds).content
  }

  private func stop(_ id: String) -> Request.Content {
    .command(.stop(Trip(id: id, level: .halted, reason: "a test", source: "Ana", time: 0)))
  }

  private func withDesk(_ body: (StopDesk) throws -> Void) throws {
    try FileManager.default.createDirectory(atPath: latch.directory, withIntermediateDirectories: true)
    let desk = try StopDesk(bot, at: endpoint, latch: latch)
    defer { desk.close() }
    try body(desk)
  }

  @Test func `a stop socket whose file somebody removes is bound again within a second`() throws {
    try withDesk { desk in
      let first = try inode()
      unlink(endpoint.path)
      let end = MonotonicTime.now.milliseconds + 10_000
      while (try? inode()) == nil, MonotonicTime.now.milliseconds < end { usleep(1_000) }
      #expect(try inode() != first)
      #expect(try ask(stop("a")) == .done)
      #expect(desk.collect().trips.map(\.id) == ["a"])
    }
  }

  @Test func `a trader whose role has another takes no socket back`() throws {
    try FileManager.default.createDirectory(atPath: latch.directory, withIntermediateDirectories: true)
    let looks = Mutex(0)
    let replaced = try StopDesk(
      bot, at: endpoint, latch: latch,
      mayBind: {
        looks.withLock { $0 += 1 }
        return false
      })
    defer { replaced.close() }
    try withDesk { successor in
      let file = try inode()
      // It has seen twice that the file is another's.
      let end = MonotonicTime.now.milliseconds + 30_000
      while looks.withLock({ $0 }) < 2, MonotonicTime.now.milliseconds < end { usleep(1_000) }
      #expect(looks.withLock { $0 } >= 2)
      #expect(try inode() == file)
      #expect(try ask(stop("b")) == .done)
      #expect(successor.collect().trips.map(\.id) == ["b"])
    }
  }

  private func inode() throws -> UInt64 {
    var status = stat()
    guard lstat(endpoint.path, &status) == 0 else { throw BusError.notConnected(endpoint: endpoint.path) }
    return UInt64(status.st_ino)
  }

  @Test func `a stop is acknowledged while the loop does something else, and the gate and the latch have it`() throws {
    try withDesk { desk in
      let answer = try ask(stop("a"))
      #expect(answer == .done)
      #expect(desk.look().map(\.id) == ["a"])
      let news = desk.collect()
      #expect(news.trips.map(\.id) == ["a"])
      #expect(desk.look().isEmpty)
      desk.settle()
    }
    // The thread has ended, so it has written down what it acknowledged.
    #expect(latch.read().trips.map(\.id) == ["a"])
  }

  @Test func `an order that was let pass is waited for, so that none comes after the acknowledgement`() throws {
    try withDesk { desk in
      #expect(desk.look().isEmpty)
      #expect(throws: BusError.self) { try ask(stop("a"), within: 300) }
      #expect(desk.look().map(\.id) == ["a"], "the next order is refused already")
      desk.settle()
      let answer = try ask(stop("b"))
      #expect(answer == .done)
      #expect(desk.collect().trips.map(\.id) == ["a", "b"])
    }
  }

  @Test func `the bell rings exactly while there is something to collect`() throws {
    try withDesk { desk in
      func rings() -> Bool {
        var look = pollfd(fd: desk.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&look, 1, 0) == 1
      }
      #expect(!rings())
      for number in 1...200 {
        _ = try ask(stop("a\(number)"))
        #expect(rings())
        #expect(desk.collect().trips.count == 1)
        #expect(!rings())
      }
    }
  }

  @Test func `it closes also while an acknowledgement waits`() throws {
    try withDesk { desk in
      _ = desk.look()
      #expect(throws: BusError.self) { try ask(stop("a"), within: 200) }
    }
  }

  @Test func `a socket that cannot be bound is told`() throws {
    #expect(throws: BusError.self) {
      _ = try StopDesk(bot, at: Endpoint(path: "\(folder)/missing/trader.stop"), latch: latch)
    }
  }

  @Test func `whatever is no stop for this bot is refused`() throws {
    try withDesk { desk in
      guard case .refused(.malformed) = try ask(.query(.status)) else {
        Issue.record("a question was taken")
        return
      }
      guard case .error = try ask(stop("a"), bot: "other") else {
        Issue.record("another bot's stop was taken")
        return
      }
      #expect(desk.collect().trips.isEmpty)
    }
  }
}
