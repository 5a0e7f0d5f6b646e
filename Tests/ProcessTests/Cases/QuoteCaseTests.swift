import Foundation
import Testing

extension RealProcesses {
  /// Situations that people meet, with the right answers: data of something else, files out of order, lone ticks,
  /// holidays, an account that is too small. The files are in the folder that `SOTANO_SHARED` names.
  @Suite(.enabled(if: Cases.folder != nil, "needs SOTANO_SHARED with cases"))
  struct QuoteCaseTests {
    /// Narrow enough that an hour of quotes trades.
    private static let narrow = [
      "--set", "gridSpacing=2", "--set", "takeProfit=2", "--set", "stopLoss=6", "--set", "maxSpread=5",
    ]

    private struct Replay: Decodable {
      struct Figures: Decodable { var trades: Int }

      var quotes: Int
      var refusedQuotes: Int
      var results: [Figures]
    }

    struct Summary: Decodable {
      var quotes: Int
      var refusedQuotes: Int
      var trades: Int
    }

    @Test(arguments: ["17-wrong-symbol/EURUSD_M1_actually_usdjpy.csv", "17-wrong-symbol/XAUUSD_ticks_hundredth.csv"])
    func `61: prices of something else are refused, with the place and what to do, before anything trades`(
      file: String
    ) async throws {
      let path = try Cases.file(file)
      try await inTemporaryFolder { folder in
        let stack = Stack(folder: folder, arguments: ["--data", path, "--pace", "max", "--wait"])
        let replay = try await run("\(Surroundings.binaries)/sotano", ["replay", "--data", path] + Self.narrow)
        let up = try await stack.sotano("up", "--data", path, "--pace", "max", "--wait")
        for ended in [replay, up] {
          #expect(ended.code == 65)
          #expect(ended.complaint.contains("\(path):2:"))
          #expect(ended.complaint.contains("--symbol"))
        }
        #expect(try Venue(of: stack).accepted.isEmpty)
      }
    }

    @Test(arguments: [
      ["EURUSD_M1_2024_10.csv", "EURUSD_M1_2024_9.csv"], ["EURUSD_M1_2024_9.csv", "EURUSD_M1_2024_overlap.csv"],
      ["EURUSD_M1_2024_9.csv", "EURUSD_M1_2024_9.csv"],
    ])
    func `64: files out of order, overlapping or named twice are refused by up as by replay`(
      names: [String]
    ) async throws {
      let files = try names.map { try Cases.file("19-files-out-of-order/\($0)") }
      try await inTemporaryFolder { folder in
        let stack = Stack(folder: folder, arguments: [])
        let replay = try await run("\(Surroundings.binaries)/sotano", ["replay", "--data"] + files)
        let up = try await run(
          "\(Surroundings.binaries)/sotano",
          ["up", "--dir", stack.directory, "--pace", "max", "--wait", "--data"] + files, ["XDG_CACHE_HOME": folder])
        for ended in [replay, up] {
          #expect(ended.code == 65)
          #expect(ended.complaint.contains("\(files[1]): its quotes begin before"))
        }
      }
    }

    @Test(arguments: ["0.6pct", "1.5pct", "3pct"])
    func `62: a lone tick is played by nobody, and every summary counts it`(leap: String) async throws {
      let path = try Cases.file("31-one-bad-tick/EURUSD_bad_\(leap).csv")
      let replayed = try await run("\(Surroundings.binaries)/sotano", ["replay", "--json", "--data", path])
      let replay = try replayed.decoded(Replay.self)
      #expect(replay.results.map(\.trades) == [0])
      #expect(replay.refusedQuotes == 1)
      try await inTemporaryFolder { folder in
        let stack = Stack(folder: folder, arguments: [])
        let up = try await stack.sotano("up", "--data", path, "--pace", "max", "--wait", "--json")
        let summary = try up.decoded(Summary.self)
        #expect(summary.trades == 0)
        #expect(summary.refusedQuotes == 1)
        #expect(try await stack.status().trips.isEmpty)
      }
    }

    @Test(arguments: [(-600, "max"), (600, "20000"), (-1_650, "20000"), (3_300, "max")])
    func `62: a lone tick up or down is played at no pace`(leap: Int, pace: String) async throws {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/EURUSD_tick.csv"
        let bids = (0..<360).map { 110_000 + $0 % 3 + ($0 == 180 ? leap : 0) }
        try StackLimitTests.write(
          bids.enumerated().map { (StackLimitTests.tuesday + Int64($0.offset) * 10_000, $0.element) }, to: file)
        let stack = Stack(folder: folder, arguments: [])
        let up = try await stack.sotano("up", "--data", file, "--pace", pace, "--wait", "--json")
        let summary = try up.decoded(Summary.self)
        #expect(summary.trades == 0)
        #expect(summary.refusedQuotes == 1)
        #expect(try await stack.status().trips.isEmpty)
        #expect(try Venue(of: stack).accepted.isEmpty)
      }
    }

    /// Bars of EURUSD, a minute each: open, high, low, close in points.
    private static func write(bars: [[Int]], to file: String) throws {
      let rows = bars.enumerated().map { minute, bar in
        let prices = bar.map { "\($0 / 100_000).\(String($0 % 100_000 + 100_000).dropFirst())" }
        return "\(StackLimitTests.tuesday + Int64(minute) * 60_000),\(prices.joined(separator: ","))"
      }
      try (["time_ms,open,high,low,close"] + rows).joined(separator: "\n").appending("\n")
        .write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// A bar of which all prices, only an extreme or all but the open are wrong, and how many quotes that makes.
    private static let wrongBars: [(bar: [Int], quotes: Int)] = [
      ([60_000, 60_010, 59_990, 60_000], 4), ([111_000, 111_010, 110_990, 111_000], 4),
      ([110_000, 140_000, 109_990, 110_000], 1), ([110_000, 110_010, 105_000, 110_000], 1),
      ([110_000, 130_010, 110_000, 130_000], 2), ([110_000, 110_000, 106_000, 106_100], 2),
    ]

    @Test(arguments: wrongBars.indices)
    func `62: a bar that is wrong in whole or in part is played by nobody, and every summary counts it`(
      number: Int
    ) async throws {
      let (wrong, quotes) = Self.wrongBars[number]
      try await inTemporaryFolder { folder in
        let file = "\(folder)/EURUSD_M1_bad.csv"
        let calm = Array(repeating: [110_000, 110_010, 109_990, 110_000], count: 30)
        try Self.write(bars: calm + [wrong] + calm, to: file)
        let replayed = try await run("\(Surroundings.binaries)/sotano", ["replay", "--json", "--data", file])
        let replay = try replayed.decoded(Replay.self)
        #expect(replay.results.map(\.trades) == [0])
        #expect(replay.refusedQuotes == quotes)
        let stack = Stack(folder: folder, arguments: [])
        let up = try await stack.sotano("up", "--data", file, "--pace", "max", "--wait", "--json")
        let summary = try up.decoded(Summary.self)
        #expect(summary.trades == 0)
        #expect(summary.refusedQuotes == quotes)
        #expect(try await stack.status().trips.isEmpty)
      }
    }

    @Test(arguments: [-1, 1])
    func `63: a move that the next quote confirms is traded by both`(direction: Int) async throws {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/EURUSD_move.csv"
        // 80 pips at once, and 25 back, where a target is reached.
        let there = 110_000 + direction * 800
        let bids = [110_000, there, there - direction * 250].flatMap { Array(repeating: $0, count: 60) }
        try StackLimitTests.write(
          bids.enumerated().map { (StackLimitTests.tuesday + Int64($0.offset) * 10_000, $0.element) }, to: file)
        let replayed = try await run("\(Surroundings.binaries)/sotano", ["replay", "--json", "--data", file])
        let replay = try replayed.decoded(Replay.self)
        #expect(replay.results.map(\.trades) == [1])
        #expect(replay.refusedQuotes == 0)
        let stack = Stack(folder: folder, arguments: [])
        let up = try await stack.sotano("up", "--data", file, "--pace", "max", "--wait", "--json")
        let summary = try up.decoded(Summary.self)
        #expect(summary.trades == 1)
        #expect(summary.refusedQuotes == 0)
      }
    }

    @Test(arguments: ["max", "3600"])
    func `71: over Christmas the venue is closed, and nothing stops`(pace: String) async throws {
      let path = try Cases.file("49-holiday/EURUSD_christmas.csv")
      try await inTemporaryFolder { folder in
        let stack = Stack(folder: folder, arguments: [])
        let up = try await stack.sotano("up", "--data", path, "--pace", pace, "--wait", "--json")
        #expect(up.code == 0)
        #expect(try await stack.status().trips.isEmpty)
      }
    }

    @Test(.timeLimit(.minutes(3)))
    func `73: a change that waits for trades that never come ends by itself, and a person can go on`() async throws {
      let path = try Cases.file("33-change-without-a-verdict/EURUSD_dead_calm.csv")
      try await inTemporaryFolder { folder in
        let stack = Stack(folder: folder, arguments: ["--data", path, "--pace", "20000"])
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.tell("set", "gridSpacing", "22")
        try await until("the change to end without a trade", within: .seconds(90)) {
          try await stack.change(1)?.stage == "inconclusive"
        }
        try await until("the value before") { try await stack.params()["gridSpacing"]?.value == "20" }
        try await stack.tell("set", "takeProfit", "22")
      }
    }

    /// Ticks whose bids lie as far above a price as those of another file below it.
    private static func mirrored(_ path: String, around middle: Int, to file: String) throws -> String {
      let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
      let bids = rows.compactMap { row -> (time: Int64, bid: Int)? in
        let cells = row.split(separator: ",")
        guard cells.count > 1, let time = Int64(cells[0]), let bid = Double(cells[1]) else { return nil }
        return (time, 2 * middle - Int((bid * 100_000).rounded()))
      }
      try StackLimitTests.write(bids, to: file)
      return file
    }

    @Test(arguments: [(100, 0, "buy"), (360, 0, "buy"), (1000, 2, "buy"), (360, 0, "sell"), (1000, 2, "sell")])
    func `72: an order that the account cannot carry is refused by the venue`(
      balance: Int, most: Int, side: String
    ) async throws {
      let settings = try Cases.file("30-no-money-for-the-margin/balance\(balance).yaml")
      try await inTemporaryFolder { folder in
        var path = try Cases.file("30-no-money-for-the-margin/EURUSD_fall.csv")
        // What falls is bought; turned upside down it rises and is sold.
        if side == "sell" { path = try Self.mirrored(path, around: 110_000, to: "\(folder)/EURUSD_rise.csv") }
        let stack = Stack(folder: folder, arguments: [])
        let up = try await stack.sotano(
          "up", "--config", settings, "--data", path, "--pace", "max", "--wait", "--json")
        #expect(up.code == 0, "\(up.complaint)")
        let venue = try Venue(of: stack)
        #expect(venue.accepted.allSatisfy { ($0.stopLoss > $0.takeProfit) == (side == "sell") })
        if most == 0 { #expect(venue.accepted.isEmpty) } else { #expect(!venue.accepted.isEmpty) }
        var open = 0
        for line in venue.lines {
          open += line.event == "accepted" ? 1 : -1
          #expect(open <= most)
        }
      }
    }
  }
}

/// Files and situations as people have them, outside the project.
enum Cases {
  static let folder: String? = {
    let shared = ProcessInfo.processInfo.environment["SOTANO_SHARED"].flatMap { $0.isEmpty ? nil : $0 }
    let path = "\(shared ?? "\(Surroundings.root)/../shared")/cases"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  static func file(_ name: String) throws -> String {
    let path = "\(folder ?? "")/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { throw Unmet(description: "\(path) is missing") }
    return URL(fileURLWithPath: path).standardizedFileURL.path
  }
}
