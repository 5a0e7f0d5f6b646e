import Foundation
import Testing

extension RealProcesses {
  struct BusyMinuteTests {
    private struct Finished: Decodable {
      var quotes: Int
    }

    /// 2 May 2014, 12:30 UTC, the jobs report: 3,011 ticks in a minute.
    @Test(.timeLimit(.minutes(4)), .enabled(if: Surroundings.hasTicks, "needs SOTANO_SHARED with EURUSD ticks"))
    func `a minute with more ticks than a message may carry is traded to its last tick`() async throws {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/EURUSD_report.csv"
        let made = try await run(
          "bash", ["-c", "gzip -dc \"$1\" | head -n 60001 >\"$2\"", "report", Surroundings.ticks, file])
        try #require(made.code == 0, "\(made.complaint)")
        let perMinute = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").dropFirst()
          .reduce(into: [Int64: Int]()) { count, row in
            count[(row.split(separator: ",").first.flatMap { Int64($0) } ?? 0) / 60_000, default: 0] += 1
          }
        try #require((perMinute.values.max() ?? 0) > 2000)
        let stack = Stack(folder: folder, arguments: ["--data", file, "--pace", "max"])
        try await stack.upToTheEnd()
        let end = URL(fileURLWithPath: "\(stack.directory)/run/finished.json")
        #expect(try JSONDecoder().decode(Finished.self, from: Data(contentsOf: end)).quotes == 60_000)
        try await stack.expectWholeJournals()
      }
    }
  }
}
