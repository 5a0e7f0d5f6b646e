import Foundation
import Glibc
import Testing

extension RealProcesses {
  /// Situations of `cases/45-data-file-grew`, with data of our own in its shape.
  struct Row91DataTests {
    private static let arguments = [
      "--pace", "max", "--set", "gridSpacing=10", "--set", "takeProfit=10", "--set", "stopLoss=60",
    ]

    /// Minutes of a market that swings over 36 pips an hour; `shift` points from row `from` on.
    private func rows(_ range: Range<Int>, shift: Int = 0, from: Int = 0) -> String {
      range.map { minute in
        let wave = abs(minute % 60 - 30) * 12 + (minute / 60) % 7 * 5 + (minute >= from ? shift : 0)
        let price = "1.\(10_000 + wave)".prefix(7)
        return "\(1_704_787_200_000 + minute * 60_000),\(price),\(price),\(price),\(price)\n"
      }.joined()
    }

    private func write(_ text: String, _ stack: Stack, _ name: String = "EURUSD_live.csv") throws -> String {
      let path = "\(stack.folder)/\(name)"
      try Data(("time_ms,open,high,low,close\n" + text).utf8).write(to: URL(fileURLWithPath: path))
      return path
    }

    private func up(_ stack: Stack, _ path: String, _ directory: String = "s") async throws -> Ended {
      try await run(
        "\(Surroundings.binaries)/sotano",
        ["up", "--dir", "\(stack.folder)/\(directory)", "--data", path, "--wait"] + Self.arguments, stack.environment)
    }

    private func venue(_ stack: Stack, _ directory: String = "s") -> String {
      String(
        decoding: FileManager.default.contents(atPath: "\(stack.folder)/\(directory)/venue.jsonl") ?? Data(),
        as: UTF8.self)
    }

    @Test(.timeLimit(.minutes(5)))
    func `91: rows that are added are traded on, and the whole is as if it had been there at once`() async throws {
      try await Stack.with([]) { stack in
        let path = try write(rows(0..<500), stack)
        let first = try await up(stack, path)
        try #require(first.code == 0, "\(first.complaint)")
        let before = venue(stack)
        #expect(before.split(separator: "\n").count >= 4, "there is something to go wrong")
        _ = try write(rows(0..<900), stack)
        let grown = try await up(stack, path)
        #expect(grown.code == 0, "\(grown.complaint)")
        #expect(venue(stack).hasPrefix(before) && venue(stack) != before)
        let whole = try await up(stack, path, "w")
        try #require(whole.code == 0, "\(whole.complaint)")
        #expect(venue(stack) == venue(stack, "w"))
      }
    }

    @Test(.timeLimit(.minutes(5)))
    func `92: a past that was changed is refused with the place, also where size and time of the file are the same`()
      async throws
    {
      try await Stack.with([]) { stack in
        let path = try write(rows(0..<500), stack)
        let first = try await up(stack, path)
        try #require(first.code == 0, "\(first.complaint)")
        let before = venue(stack)
        var status = stat()
        try #require(stat(path, &status) == 0)

        _ = try write(rows(0..<500, shift: 3, from: 400), stack)
        var times = [status.st_atim, status.st_mtim]
        try #require(utimensat(AT_FDCWD, path, &times, 0) == 0)
        for _ in 1...2 {
          let changed = try await up(stack, path)
          #expect(changed.code == 65, "\(changed.complaint)")
          #expect(changed.complaint.contains(path) && changed.complaint.contains("not those that were traded"))
          #expect(changed.complaint.contains("2024-01-09 "), "\(changed.complaint)")
        }
        _ = try write(rows(0..<300), stack)
        let shorter = try await up(stack, path)
        #expect(shorter.code == 65 && shorter.complaint.contains("it ends at 2024-01-09 12:59"), "\(shorter.complaint)")
        #expect(venue(stack) == before)

        _ = try write(rows(0..<900), stack)
        let restored = try await up(stack, path)
        #expect(restored.code == 0, "what was traded is there again: \(restored.complaint)")
      }
    }

    @Test(.timeLimit(.minutes(5)))
    func `93: data that was moved is found again, and other data under another name is another run`() async throws {
      try await Stack.with([]) { stack in
        let path = try write(rows(0..<500), stack)
        let first = try await up(stack, path)
        try #require(first.code == 0, "\(first.complaint)")
        let other = try write(rows(0..<900, shift: 3, from: 200), stack, "EURUSD_other.csv")
        let refused = try await up(stack, other)
        #expect(refused.code == 75, "\(refused.complaint)")
        #expect(refused.complaint.contains("not those that were traded"), "\(refused.complaint)")

        unlink(path)
        let moved = try write(rows(0..<900), stack, "EURUSD_archive.csv")
        let found = try await up(stack, moved)
        #expect(found.code == 0, "\(found.complaint)")
        #expect(found.complaint.contains("what was traded so far"), "\(found.complaint)")
        let whole = try await up(stack, moved, "w")
        try #require(whole.code == 0, "\(whole.complaint)")
        #expect(venue(stack) == venue(stack, "w"))
      }
    }
  }
}
