import Foundation
import Safety
import Testing

@Suite struct ReadinessTests {
  @Test func `s6 gets one line on its descriptor, once, and the descriptor is closed`() throws {
    let pipe = Pipe()
    let descriptor = dup(pipe.fileHandleForWriting.fileDescriptor)
    try pipe.fileHandleForWriting.close()
    var readiness = Readiness(descriptor: descriptor, environment: [:])
    readiness.beat()
    readiness.ready()
    readiness.ready()
    #expect(try pipe.fileHandleForReading.readToEnd() == Data("\n".utf8))
  }

  @Test(arguments: [false, true]) func `systemd gets READY=1 and then a beat each time`(abstract: Bool) throws {
    let state = try TemporaryState()
    let name = abstract ? "@\(state.directory.path)" : "\(state.directory.run)/notify"
    let receiver = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(receiver) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { target in
      target.copyBytes(from: Array(name.utf8))
      if abstract { target[0] = 0 }
    }
    let length = socklen_t(2 + name.utf8.count)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(receiver, $0, length) }
    }
    try #require(bound == 0)
    var readiness = Readiness(descriptor: nil, environment: ["NOTIFY_SOCKET": name])
    readiness.ready()
    readiness.beat()
    readiness.stopping()
    var messages: [String] = []
    for _ in 0..<3 {
      var buffer = [UInt8](repeating: 0, count: 100)
      let count = recv(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      messages.append(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
    }
    #expect(messages == ["READY=1", "WATCHDOG=1", "STOPPING=1"])
  }

  @Test func `without a supervisor nothing happens`() {
    var readiness = Readiness(descriptor: nil, environment: ["NOTIFY_SOCKET": "/nowhere/at/all"])
    readiness.ready()
    readiness.beat()
  }

  @Test func `what only a person can mend is not restarted`() {
    let final = Sysexits.allCases.filter { !$0.isRestarted }.map(\.rawValue)
    #expect(final == [64, 65, 77, 78])
  }

  @Test func `monotonic time does not go back`() {
    let times = (0..<1_000).map { _ in MonotonicTime.now.nanoseconds }
    #expect(times == times.sorted())
    #expect(abs(MonotonicTime.now.milliseconds - MonotonicTime.now.nanoseconds / 1_000_000) < 60_000)
  }
}
