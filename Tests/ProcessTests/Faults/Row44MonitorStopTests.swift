import Domain
import Foundation
import Testing

extension RealProcesses {
  struct Row44MonitorStopTests {
    @Test(.timeLimit(.minutes(4)))
    func `44: a hard limit stops by the stop socket and by the latch, not among the trader's requests, and once`()
      async throws
    {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/strict.yaml"
        let text = "monitor:\n  limits:\n    exposure:\n      raisesAt: 5\n      clearsAt: 1\n      reducesAt: 8\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let stack = Stack(
          folder: folder, arguments: ["--pace", "3600", "--seed", "5", "--set", "gridSpacing=10", "--config", file])
        try await stack.up()
        let trip = try await eventually("the monitor's stop", within: .seconds(60)) {
          try await stack.status().trips.first { $0.reason.contains("exposure") }
        }
        #expect(trip.level == "reducing")
        try await until("its acknowledgement") {
          try await stack.query(.monitor, "SELECT count(*) FROM outbox WHERE settled = 1") == "1"
        }
        #expect(try await stack.query(.monitor, "SELECT count(*) FROM outbox WHERE settled = 0") == "0")
        // What comes as a request is written down by the trader before it is acknowledged.
        let requests = "SELECT count(*) FROM chain WHERE kind = 'command' AND instr(payload, '\(trip.id)') > 0"
        #expect(try await stack.query(.trader, requests) == "0")
        let latch = try FileManager.default.contentsOfDirectory(atPath: "\(stack.directory)/latch")
        #expect(latch.contains("\(trip.id).trip"), "\(latch)")
        #expect(try await stack.status().trips.filter { $0.id == trip.id }.count == 1)
        #expect(trip.reason.components(separatedBy: "exposure").count == 2, "\(trip.reason)")
      }
    }
  }
}
