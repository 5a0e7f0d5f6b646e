import Domain
import Foundation
import Testing

extension RealProcesses {
  struct Row01ExperimenterTests {
    private struct Message: Decodable {
      struct Header: Decodable {
        var sentAtMs: String
      }
      var header: Header
    }

    @Test(.timeLimit(.minutes(4)))
    func `1: while the experimenter is killed and comes back the monitor's beat has no gap of half a second`()
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "3"]) { stack in
        try await stack.up()
        async let heard = stack.sotano("tap", "beat.monitor", "--count", "24", "--timeout", "30")
        let former = try await stack.kill(.experimenter)
        try await stack.back(.experimenter, after: former)
        let again = try await stack.kill(.experimenter)
        try await stack.back(.experimenter, after: again)
        let tap = try await heard
        #expect(tap.code == 0, "\(tap.complaint)")
        let times = try tap.output.split(separator: "\n").compactMap {
          Int64(try JSONDecoder().decode(Message.self, from: Data($0.utf8)).header.sentAtMs)
        }
        #expect(times.count == 24)
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        print("largest gap between two beats of the monitor: \(gaps.max() ?? 0) ms")
        #expect((gaps.max() ?? 0) < 500)
        let halt = try await stack.sotano("halt", "--reason", "the way of the stop is undisturbed")
        #expect(halt.code == 0, "\(halt.complaint)")
      }
    }
  }
}
