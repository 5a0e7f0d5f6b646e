import Testing

extension RealProcesses {
  struct DrillTests {
    private struct Report: Decodable {
      private enum CodingKeys: String, CodingKey {
        case count
        case refused = "refused_p99_ms"
        case state = "state_p99_ms"
        case ordersAfterStop = "orders_after_stop"
        case positionsClosed = "positions_closed"
      }

      var count: Int
      var refused: Double
      var state: Double
      var ordersAfterStop: Int
      var positionsClosed: Int
    }

    @Test(.timeLimit(.minutes(4)), arguments: ["command", "latch", "both"])
    func `a rehearsed stop refuses, is told on the bus, ends flat and lets no order pass`(path: String) async throws {
      let ended = try await run(
        "\(Surroundings.binaries)/sotano", ["drill", "--count", "5", "--path", path, "--json"],
        ["SOTANO_LIBEXEC": "\(Surroundings.root)/deploy"])
      let report = try ended.decoded(Report.self)
      print("drill by \(path): \(report)")
      #expect(ended.code == 0, "\(ended.complaint)")
      #expect(report.count == 5)
      #expect(report.positionsClosed >= 5)
      #expect(report.ordersAfterStop == 0)
      // The bounds of 5 and 250 ms are measured by `sotano drill` on a machine that has nothing else to do.
    }

    @Test func `a running stack is not drilled without a yes`() async throws {
      let ended = try await run("\(Surroundings.binaries)/sotano", ["drill", "--dir", "/nowhere"])
      #expect(ended.code == 64)
      #expect(ended.complaint.contains("--yes"))
    }
  }
}
