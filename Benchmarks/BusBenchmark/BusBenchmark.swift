import BusLoop
import Foundation
import Measuring

/// Compares the bus with plain libzmq in C, in the same run and by turns, so that a busy machine slows both.
///
/// Usage: `BusBenchmark [RESULTS.json]`; `bus.pubsub.ratio` and `bus.reqrep.ratio` are our speed divided by C's.
@main
struct BusBenchmark {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      try run()
    } catch {
      print("failed: \(error)")
      exit(70)
    }
  }

  private static func run() throws {
    let directory = try BenchmarkDirectory()
    let pubsub = try publishSubscribe(directory)
    let reqrep = try requestReply(directory)
    let values = ["bus.pubsub.ratio": pubsub, "bus.reqrep.ratio": reqrep]
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { print("\(key)  \(rounded(value))") }
    if CommandLine.arguments.count > 1 { try BenchmarkFile.merge(values, into: CommandLine.arguments[1]) }
  }

  /// Best of seven turns each, in messages a second.
  private static func publishSubscribe(_ directory: BenchmarkDirectory) throws -> Double {
    let rounds = 100
    let batch = 1000
    let body = 60
    var plain = Int64.max
    var ours = Int64.max
    for _ in 0..<7 {
      let time = bus_loop_publish_subscribe("ipc://\(directory.path)/c", Int64(rounds), Int64(batch), body)
      guard time > 0 else { throw BenchmarkFailure(what: "the C loop's publisher and subscriber") }
      plain = min(plain, time)
      ours = min(ours, try PublishSubscribeLoop.run(directory, rounds: rounds, batch: batch, body: body))
    }
    let messages = Double(rounds * batch) * 1e9
    print("publish, subscribe: C \(Int(messages / Double(plain))) messages/s, ours \(Int(messages / Double(ours)))")
    return Double(plain) / Double(ours)
  }

  /// Best median of seven turns each.
  private static func requestReply(_ directory: BenchmarkDirectory) throws -> Double {
    let count = 3000
    let body = 100
    var plain = Int64.max
    var ours = Int64.max
    for turn in 0..<7 {
      var times = [Int64](repeating: 0, count: count)
      guard bus_loop_request_reply("ipc://\(directory.path)/c", Int64(count), body, &times) == 0 else {
        throw BenchmarkFailure(what: "the C loop's request and reply")
      }
      plain = min(plain, median(times))
      ours = min(ours, median(try RequestReplyLoop.run(directory, turn: turn, count: count, body: body)))
    }
    print("request, reply: C \(rounded(Double(plain) / 1000)) µs, ours \(rounded(Double(ours) / 1000)) µs")
    return Double(plain) / Double(ours)
  }

  private static func median(_ times: [Int64]) -> Int64 { times.sorted()[times.count / 2] }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

struct BenchmarkFailure: Error {
  var what: String
}
