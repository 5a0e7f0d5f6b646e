import Bus
import Domain
import Foundation
import Measuring
import Safety

/// Measures the way from an event that breaks a hard limit to the trader's refusal of new trades, over real sockets and
/// beside ten thousand other events a second.
///
///     StopBenchmark [.build/bench.json]
///
/// One thread has the trader's events and core, another its stops (the product's `StopDesk`), a third the monitor: its
/// core, its journal's commit, then the stop socket and the latch. The clock starts before the event is encoded and
/// stops when the trader's core has taken the stop. What comes after a refusal (the trader's journal) is not part of
/// it.
@main
enum StopBenchmark {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      try run()
    } catch {
      fail("\(error)")
    }
  }

  private static func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data("failed: \(text)\n".utf8))
    exit(70)
  }

  private static func run() throws {
    let folder = "/tmp/sotano-stop-\(ProcessInfo.processInfo.processIdentifier)"
    let directory = try SocketDirectory(creating: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let events = try directory.endpoint("trader.pub")
    let stops = try directory.endpoint("trader.stop")
    let latch = Latch(directory: "\(folder)/latch")
    try FileManager.default.createDirectory(atPath: latch.directory, withIntermediateDirectories: true)
    let monitor = Thread {
      do {
        var side = try MonitorSide(
          events: events, stops: stops, latch: latch, journal: "\(folder)/monitor.sqlite")
        try side.run()
      } catch {
        fail("the monitor's side: \(error)")
      }
    }
    var trader = try TraderSide(events: events, stops: stops, latch: latch)
    monitor.start()
    try trader.waitForListener()
    var times = try trader.measure(breaches: 2000)
    times.sort()
    let milliseconds = times.map { Double($0) / 1e6 }
    try BenchmarkFile.report([
      "stop.p50_ms": milliseconds[milliseconds.count / 2],
      "stop.p99_ms": milliseconds[milliseconds.count * 99 / 100],
      "stop.max_ms": milliseconds[milliseconds.count - 1],
      "stop.count": Double(milliseconds.count),
      "stop.events_per_s": trader.eventsPerSecond,
    ])
  }
}

struct BenchmarkFailure: Error {
  var what: String
}
