import Domain
import Foundation
import Safety
import Testing

@Suite struct BeatWatchTests {
  private static let limits = BeatWatch.Limits(silence: 1_800, start: 120_000, insist: 500)

  @Test func `a ready process that falls silent is overdue once, and again while it stays`() {
    var watch = BeatWatch(limits: Self.limits)
    watch.see(71, of: .monitor, at: 0)
    watch.hear(.ready, from: 71, of: .monitor, at: 100)
    watch.hear(.beat, from: 71, of: .monitor, at: 350)
    #expect(watch.next == 2_150)
    #expect(watch.overdue(at: 2_149) == [])
    let first = watch.overdue(at: 2_150)
    #expect(first.map(\.role) == [.monitor])
    #expect(first.map(\.pid) == [71])
    #expect(first.map(\.silence) == [1_800])
    #expect(first.map(\.wasReady) == [true])
    #expect(watch.overdue(at: 2_151) == [])
    #expect(watch.overdue(at: 2_650).map(\.pid) == [71])
    watch.see(nil, of: .monitor, at: 2_700)
    #expect(watch.next == nil)
  }

  @Test func `a start has its own, longer limit, and a new process starts anew`() {
    var watch = BeatWatch(limits: Self.limits)
    watch.see(71, of: .trader, at: 0)
    #expect(watch.overdue(at: 119_999) == [])
    watch.see(72, of: .trader, at: 119_999)
    #expect(watch.overdue(at: 239_998) == [])
    let overdue = watch.overdue(at: 239_999)
    #expect(overdue.map(\.pid) == [72])
    #expect(overdue.map(\.silence) == [120_000])
    #expect(overdue.map(\.wasReady) == [false])
  }

  @Test func `one that ends as planned is left to its supervisor, whatever it still says`() {
    var watch = BeatWatch(limits: Self.limits)
    watch.hear(.ready, from: 71, of: .optimizer, at: 0)
    watch.hear(.stopping, from: 71, of: .optimizer, at: 10)
    watch.hear(.beat, from: 71, of: .optimizer, at: 20)
    #expect(watch.next == nil)
    #expect(watch.overdue(at: .max) == [])
    watch.hear(.ready, from: 72, of: .optimizer, at: 30)
    #expect(watch.overdue(at: 1_830).map(\.pid) == [72])
  }

  @Test func `time in which the watch itself was held up is nobody's silence`() {
    var watch = BeatWatch(limits: Self.limits)
    watch.hear(.beat, from: 71, of: .controller, at: 0)
    watch.forgive(5_000)
    #expect(watch.overdue(at: 6_799) == [])
    #expect(watch.overdue(at: 6_800).map(\.role) == [.controller])
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `whoever beats in time is never overdue, whoever stops is within the limit`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var watch = BeatWatch(limits: Self.limits)
    let stops = Int64.random(in: 2_000...20_000, using: &random)
    var next = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, Int64.random(in: 0...250, using: &random)) })
    let victim = Role.allCases[Int.random(in: 0..<Role.allCases.count, using: &random)]
    var lastBeat: Int64 = 0
    for now in stride(from: Int64(0), through: 25_000, by: 10) {
      for role in Role.allCases where next[role, default: 0] <= now {
        if role == victim {
          guard now < stops else { continue }
          lastBeat = now
        }
        watch.hear(.beat, from: Int32(100 + role.rank), of: role, at: now)
        next[role] = now + Int64.random(in: 100...1_700, using: &random)
      }
      let overdue = watch.overdue(at: now)
      if overdue.isEmpty { continue }
      #expect(overdue.map(\.role) == [victim])
      #expect(now >= lastBeat + 1_800 && now < lastBeat + 1_810)
      return
    }
    Issue.record("the silence of \(victim) was not noticed")
  }

  @Test func `the socket tells who speaks, and leaves out words that nobody knows`() throws {
    let state = try TemporaryState()
    let socket = try NotifySocket(path: state.directory.notifySocket)
    var readiness = Readiness(descriptor: nil, environment: ["NOTIFY_SOCKET": state.directory.notifySocket])
    readiness.beat()
    let early = socket.receive()
    #expect(early == nil, "a process that is not ready yet says nothing")
    readiness.ready()
    readiness.beat()
    for word in [BeatWatch.Word.ready, .beat] {
      let message = socket.receive()
      #expect(message?.pid == getpid())
      #expect(message?.uid == getuid())
      #expect(message?.words == [word])
    }
    let sent = try run(
      "python3", "-c",
      "import socket,sys; socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM).sendto(b'X=1\\nWATCHDOG=1\\n'+b'y'*900,sys.argv[1])",
      state.directory.notifySocket)
    #expect(sent == 0)
    let foreign = socket.receive()
    #expect(foreign?.words == [.beat])
    #expect(foreign.map { $0.pid != getpid() } == true)
    let last = socket.receive()
    #expect(last == nil)
  }
}
