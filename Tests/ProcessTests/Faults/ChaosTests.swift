import Testing

extension RealProcesses {
  struct ChaosTests {
    private struct Report: Decodable {
      var faults: Int
      var kills: Int
      var halts: Int
      var orders: Int
      var failures: [String]
    }

    @Test(.timeLimit(.minutes(60)))
    func `three hundred kills, stops, halts and full disks lose no order and double none`() async throws {
      let ended = try await run(
        "python3", ["\(Surroundings.root)/deploy/chaos/chaos.py", "--count", "320", "--seed", "1", "--json"],
        ["SOTANO_BIN": Surroundings.binaries, "PYTHONDONTWRITEBYTECODE": "1"])
      let report = try ended.decoded(Report.self)
      print("chaos: \(ended.output)")
      #expect(report.failures == [])
      #expect(ended.code == 0, "\(ended.complaint)")
      #expect(report.kills >= 240)
      #expect(report.halts >= 1)
      #expect(report.orders > 0)
    }
  }
}
