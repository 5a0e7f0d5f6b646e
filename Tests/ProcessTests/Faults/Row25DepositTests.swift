import Domain
import Foundation
import Testing

extension RealProcesses {
  struct Row25DepositTests {
    /// The same quotes with and without what goes in and out: nine tenths of the account leave after five hours, which
    /// would halt the bot if it counted as a loss.
    @Test(.timeLimit(.minutes(4)), .enabled(if: Surroundings.hasTicks, "needs SOTANO_SHARED with EURUSD ticks"))
    func `25: a deposit is no profit and a withdrawal no loss, also when the trader dies between them`() async throws {
      let plain = try await state(after: "", killing: false)
      let moved = try await state(
        after: """
          trader:
            paperTransfers:
              - { afterMinutes: 60, amount: 5000 }
              - { afterMinutes: 300, amount: -9000 }

          """, killing: true)
      for state in [plain, moved] {
        #expect(state.level == "active" && state.trips.isEmpty)
      }
      let one = try #require(plain.metrics)
      let other = try #require(moved.metrics)
      #expect(one.trades > 0)
      #expect(other.net == one.net && other.openTrades == one.openTrades)
      #expect(try abs(#require(other.drawdown) - #require(one.drawdown)) < 1e-6)
      #expect(try abs(#require(other.equity) - (#require(one.equity) - 4000)) < 1e-6, "\(one) \(other)")
    }

    private func state(after configuration: String, killing: Bool) async throws -> StackState {
      try await inTemporaryFolder { folder in
        let quotes = "\(folder)/EURUSD_short.csv"
        let made = try await run(
          "bash", ["-c", "gzip -dc \"$1\" | head -n 40001 >\"$2\"", "short", Surroundings.ticks, quotes])
        try #require(made.code == 0, "\(made.complaint)")
        let file = "\(folder)/account.yaml"
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: file))
        let stack = Stack(
          folder: folder,
          arguments: [
            "--data", quotes, "--pace", "max", "--set", "gridSpacing=10", "--set", "takeProfit=10", "--set",
            "stopLoss=50", "--config", file,
          ])
        try await stack.up()
        if killing {
          let first = try await stack.status().minute
          try await until("more than an hour of the market") { try await stack.status().minute > first + 60 }
          let former = try await stack.kill(.trader)
          try await stack.back(.trader, after: former)
        }
        let end = "\(stack.directory)/run/finished.json"
        try await until("the market to be over", within: .seconds(60)) { FileManager.default.fileExists(atPath: end) }
        try await stack.expectWholeJournals()
        return try await stack.status()
      }
    }
  }
}
