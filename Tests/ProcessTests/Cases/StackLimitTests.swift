import Domain
import Foundation
import Testing

extension RealProcesses {
  /// What is configured acts, through the whole stack.
  struct StackLimitTests {
    /// Ticks of EURUSD ten seconds apart, each a bid in points; the spread is one pip.
    static func write(_ bids: [(time: Int64, bid: Int)], to file: String) throws {
      let rows = bids.map { "\($0.time),\(price($0.bid)),\(price($0.bid + 10))" }
      try (["time_ms,bid,ask"] + rows).joined(separator: "\n").appending("\n")
        .write(toFile: file, atomically: true, encoding: .utf8)
    }

    private static func price(_ points: Int) -> String {
      "\(points / 100_000).\(String(points % 100_000 + 100_000).dropFirst())"
    }

    /// Tuesday, 9 January 2024, 08:00 UTC.
    static let tuesday: Int64 = 1_704_787_200_000

    /// Writes into the venue's list as another hand would.
    private static func append(_ event: String, order: String, to stack: Stack) throws {
      let line = """
        {"event":"\(event)","lots":"0.10","order":"\(order)","price":110000,"side":"sell","stopLoss":111000,\
        "takeProfit":109000,"time":1704787200000}

        """
      let handle = try #require(FileHandle(forWritingAtPath: Venue.path(of: stack)))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(line.utf8))
      try handle.close()
    }
  }
}
