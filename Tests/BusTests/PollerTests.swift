import Bus
import Foundation
import Glibc
import Safety
import Synchronization
import Testing

@Suite struct PollerTests {
  @Test func `a wait never ends before its deadline`() throws {
    var poller = Poller()
    for microseconds in [0, 1, 400, 999, 1_000, 1_001, 2_500] as [Int64] {
      let deadline = MonotonicTime(nanoseconds: MonotonicTime.now.nanoseconds + microseconds * 1_000)
      let isReady = try poller.wait(until: deadline)
      #expect(!isReady)
      #expect(MonotonicTime.now >= deadline)
    }
  }

  @Test func `time left is rounded up to whole milliseconds`() {
    let now = MonotonicTime(nanoseconds: 5_000_000_000)
    func left(_ nanoseconds: Int64) -> Int64 {
      MonotonicTime(nanoseconds: now.nanoseconds + nanoseconds).millisecondsLeft(at: now)
    }
    #expect([left(-1), left(0), left(1), left(999_999), left(1_000_000), left(1_000_001)] == [0, 0, 1, 1, 1, 2])
    #expect(MonotonicTime(milliseconds: .max) > now)
    #expect(now.advanced(milliseconds: .max).millisecondsLeft(at: now) > 3_600_000)
    #expect(now.advanced(milliseconds: .min) < now)
    #expect(MonotonicTime(nanoseconds: .max).millisecondsLeft(at: MonotonicTime(nanoseconds: .min)) > 3_600_000)
  }

  @Test func `a file descriptor wakes the wait`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    var poller = Poller()
    let readable = poller.watch(descriptor: ends[0])
    let writable = poller.watch(descriptor: ends[1], for: .writable)
    try poller.wait(until: patience)
    let states = [poller.isReady(writable), poller.isReady(readable)]
    #expect(states == [true, false])
    poller.stopWatching(writable)
    #expect(write(ends[1], "x", 1) == 1)
    try poller.wait(until: patience)
    let isReady = poller.isReady(readable)
    #expect(isReady)
  }

  @Test func `a closed socket is passed over`() throws {
    let directory = try TemporaryDirectory()
    let context = try Context()
    var poller = Poller()
    let token: Poller.Token
    do {
      let socket = try RouterSocket(context, bind: directory.endpoint("server"))
      token = poller.watch(socket.handle)
    }
    let isReady = try poller.wait(until: MonotonicTime.now.advanced(milliseconds: 5))
    let isTokenReady = poller.isReady(token)
    #expect(!isReady)
    #expect(!isTokenReady)
  }

  @Test func `a signal ends the wait early with nothing ready`() throws {
    signal(SIGUSR2) { _ in }
    // Threads of a pool may have all signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGUSR2)
    var before = sigset_t()
    pthread_sigmask(SIG_UNBLOCK, &signals, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let waiter = pthread_self()
    let isOver = Flag()
    Thread.detachNewThread {
      while !isOver.isSet.load(ordering: .acquiring) {
        pthread_kill(waiter, SIGUSR2)
        sched_yield()
      }
    }
    var poller = Poller()
    let deadline = patience
    let isReady = try poller.wait(until: deadline)
    isOver.isSet.store(true, ordering: .releasing)
    #expect(!isReady)
    #expect(MonotonicTime.now < deadline)
  }

  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }
}
