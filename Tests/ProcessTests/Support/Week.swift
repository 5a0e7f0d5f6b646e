import Domain
import Foundation
import Testing

/// One lively week of real minutes, played through the processes in lockstep.
enum Week {
  /// The result of a run.
  struct Outcome: Sendable {
    var changes: String
    var venue: Data
    /// Bytes that the trader published.
    var progress: Int
  }

  /// From Sunday 2022-03-06 21:00 to Friday 2022-03-11 22:00 UTC.
  private static let hours: Range<Int64> = 1_646_600_400_000..<1_647_036_000_000

  /// A stack that trades the week with a change planted in it, so that there is something to decide.
  ///
  /// - Parameter pace: `max` for lockstep, or how many times faster than real time.
  static func with(pace: String = "max", _ body: (Stack) async throws -> Void) async throws {
    try await Stack.with([]) { empty in
      let file = "\(empty.folder)/EURUSD_week.csv"
      let ended = try await run(
        "bash",
        [
          "-c",
          "gzip -dc \"$1\" | awk -F, -v from=$2 -v to=$3 'NR == 1 || ($1 >= from && $1 < to)' >\"$4\"", "cut",
          Surroundings.year, "\(hours.lowerBound)", "\(hours.upperBound)", file,
        ])
      guard ended.code == 0 else { throw Unmet(description: "the week could not be cut: \(ended.complaint)") }
      let arguments = [
        "--data", file, "--pace", pace, "--set", "gridSpacing=10", "--plant", "takeProfit=18@20",
      ]
      try await body(Stack(folder: empty.folder, arguments: arguments))
    }
  }

  static func outcome(of stack: Stack) async throws -> Outcome {
    let changes = try await stack.sotano("changes", "--json")
    guard changes.code == 0 else { throw Unmet(description: "changes: \(changes.complaint)") }
    return Outcome(changes: changes.output, venue: try Venue(of: stack).bytes, progress: stack.progress)
  }

  /// The week without any disturbance; played once for all tests that compare with it.
  static func undisturbed() async throws -> Outcome { try await first.value }

  private static let first = Task {
    var outcome: Outcome?
    try await with { stack in
      try await stack.upToTheEnd()
      outcome = try await Self.outcome(of: stack)
    }
    return try #require(outcome)
  }
}
