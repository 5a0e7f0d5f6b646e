import Domain
import Foundation
import StopOnly
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

    @Test(.timeLimit(.minutes(4)), arguments: ["max", "3600"])
    func `65: hundreds of unusable quotes in a row are alarmed and reduce, at every pace`(pace: String) async throws {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/EURUSD_wild.csv"
        // Each lies far from its neighbours, so none is believed.
        let wild = (0..<720).map { 110_000 + ($0 % 2 == 0 ? 800 : -800) }
        let bids = Array(repeating: 110_000, count: 30) + wild + Array(repeating: 110_000, count: 30)
        try Self.write(
          bids.enumerated().map { (Self.tuesday + Int64($0.offset) * 10_000, $0.element) }, to: file)
        let stack = Stack(folder: folder, arguments: ["--data", file, "--pace", pace])
        try await stack.upToTheEnd()
        let trips = try await stack.status().trips
        #expect(trips.map(\.level) == ["reducing"])
        #expect(trips.first?.reason.contains("unknownInput") == true)
      }
    }

    @Test(.timeLimit(.minutes(4)), arguments: ["max", "20000"])
    func `65: a limit of forty unusable quotes in a row acts, and one that could not is refused`(
      pace: String
    ) async throws {
      try await inTemporaryFolder { folder in
        let (file, settings) = ("\(folder)/EURUSD_wild.csv", "\(folder)/settings.yaml")
        func write(_ reducesAt: Int) throws {
          let limit = "{raisesAt: 1, clearsAt: 0.5, freezesAt: null, reducesAt: \(reducesAt), haltsAt: null}"
          try "monitor:\n  limits:\n    unknownInput: \(limit)\n".write(
            toFile: settings, atomically: true, encoding: .utf8)
        }
        // A second apart, 57 of them within a minute.
        let bids = (0..<1_200).map { (302..<359).contains($0) ? ($0 % 2 == 0 ? 90_000 : 130_000) : 110_000 + $0 % 3 }
        try Self.write(bids.enumerated().map { (Self.tuesday + Int64($0.offset) * 1_000, $0.element) }, to: file)
        try write(101)
        let stack = Stack(folder: folder, arguments: ["--data", file, "--pace", pace, "--config", settings])
        let refused = try await stack.sotano("up", stack.arguments)
        #expect(refused.code == 78 && refused.complaint.contains("may never be reached"), "\(refused.complaint)")
        try write(40)
        try await stack.upToTheEnd()
        let trips = try await stack.status().trips
        #expect(trips.map(\.level) == ["reducing"])
        #expect(trips.first?.reason.contains("unknownInput") == true)
      }
    }

    @Test(.timeLimit(.minutes(4)), arguments: ["max", "600"])
    func `69: what a weekend's gap costs is the new day's loss, at every pace`(pace: String) async throws {
      try await inTemporaryFolder { folder in
        let (file, settings) = ("\(folder)/EURUSD_gap.csv", "\(folder)/settings.yaml")
        try "trader:\n  initialBalance: 30000\n".write(toFile: settings, atomically: true, encoding: .utf8)
        // Friday, 12 January, 20:00: a fall by 190 pips that fills the grid, too slow for a loss; Sunday, 22:05: 260 below.
        let friday = Self.tuesday + 3 * 86_400_000 + 12 * 3_600_000
        // Before it twenty minutes of calm: in real time no trade is opened until monitor and controller have been heard.
        let fall = (-120..<700).map { (friday + Int64($0) * 10_000, 112_000 - max(0, $0) * 2) }
        let sunday = friday + 2 * 86_400_000 + 125 * 60_000
        let after = (0..<60).map { (sunday + Int64($0) * 10_000, 108_000 + $0 % 3) }
        try Self.write(fall + after, to: file)
        let stack = Stack(
          folder: folder,
          arguments: [
            "--data", file, "--pace", pace, "--config", settings, "--set", "stopLoss=150", "--set", "takeProfit=100",
            "--set", "gridSpacing=13",
          ])
        try await stack.upToTheEnd()
        let trips = try await stack.status().trips
        #expect(trips.contains { $0.reason.contains("dailyLossLimit") && $0.level == "reducing" }, "\(trips)")
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `67: after a hundred trades the widest spread can still be moved, where it has kept trades away`() async throws
    {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/EURUSD_swings.csv"
        // From Monday on swings of 50 pips in steps of five; on every fifth the spread is two pips.
        let rows = (0..<43_000).map { number in
          let (swing, step) = number.quotientAndRemainder(dividingBy: 20)
          let bid = 110_000 - 50 * min(step, 20 - step)
          let time = Self.tuesday - 30 * 3_600_000 + Int64(number) * 10_000
          return "\(time),\(Self.price(bid)),\(Self.price(bid + (swing % 5 == 0 ? 20 : 10)))"
        }
        try (["time_ms,bid,ask"] + rows).joined(separator: "\n").appending("\n")
          .write(toFile: file, atomically: true, encoding: .utf8)
        let stack = Stack(
          folder: folder,
          arguments: [
            "--data", file, "--pace", "3600", "--set", "gridSpacing=10", "--set", "takeProfit=10", "--set",
            "maxSpread=1.2",
          ])
        try await stack.up()
        try await stack.changesAreTaken()
        try await until("a hundred trades", within: .seconds(120)) { try Venue(of: stack).closed.count > 110 }
        let set = try await stack.sotano("set", "maxSpread", "1.3", "--by", "test", "--reason", "too narrow")
        #expect(set.code == 0, "\(set.complaint)")
      }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["freeze", "count", "ignore"])
    func `68: a position in the venue's list that the bot did not open is answered as the settings say`(
      policy: String
    ) async throws {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/settings.yaml"
        try "trader:\n  foreignTrades: \(policy)\n".write(toFile: file, atomically: true, encoding: .utf8)
        let stack = Stack(
          folder: folder,
          arguments: ["--pace", "3600", "--config", file, "--set", "maxPositions=1", "--set", "gridSpacing=10"])
        try await stack.up()
        try await stack.changesAreTaken()
        try await until("a first trade", within: .seconds(60)) { try Venue(of: stack).accepted.count > 0 }
        try Self.append(.accepted, order: "hand-1", to: stack)
        switch policy {
        case "freeze":
          try await until("the freeze", within: .seconds(10)) { try await stack.status().level == "frozen" }
          #expect(try await stack.sotano("set", "takeProfit", "22", "--by", "a", "--reason", "b").code != 0)
        case "count":
          try await until("the bot's own to close", within: .seconds(60)) {
            try Venue(of: stack).open == ["hand-1"]
          }
          let orders = try Venue(of: stack).accepted.count
          let progress = stack.progress
          try await until("the market to go on", within: .seconds(30)) { stack.progress > progress + 200_000 }
          #expect(try Venue(of: stack).accepted.count == orders)
        default:
          let orders = try Venue(of: stack).accepted.count
          try await until("more trades", within: .seconds(60)) { try Venue(of: stack).accepted.count > orders + 1 }
          #expect(try await stack.status().level == "active")
        }
        try Self.append(.closed, order: "hand-1", to: stack)
        try await until("the bot to go on", within: .seconds(60)) {
          let orders = try Venue(of: stack).accepted.filter { $0.order != "hand-1" }.count
          return try await stack.status().level == "active" && orders > 1
        }
        #expect(try Venue(of: stack).closed.filter { $0.order == "hand-1" }.count == 1)
      }
    }

    @Test(.timeLimit(.minutes(3)))
    func
      `68: a position under the bot's own name that it does not remember is told, not flat, and closed after a start`()
      async throws
    {
      try await Stack.withPositions { stack in
        let last = try #require(try Venue(of: stack).accepted.last)
        let number = try #require(last.order.split(separator: "-").last)
        let name = last.order.dropLast(number.count)
        // A time that the market has reached: one far ahead of it cannot be the bot's.
        try Self.append(.accepted, order: "\(name)5000", at: last.time, to: stack)
        try await until("it to be told", within: .seconds(10)) {
          try await stack.query(
            .trader, "SELECT count(*) FROM chain WHERE kind = 'incident' AND instr(payload, '\(name)5000 (sell') > 0")
            == "1"
        }
        #expect(try await stack.status().level == "frozen")
        let halted = try await stack.sotano("halt", ["--by", "Ana", "--reason", "enough"])
        #expect(halted.code == 75 && halted.complaint.contains("5000"), "\(halted.complaint)")
        #expect(try Venue(of: stack).open == ["\(name)5000"])
        #expect(try await stack.status().flatness != "verified flat")
        let former = try await stack.kill(.trader)
        try await stack.back(.trader, after: former)
        try await until("it to be closed, and flat") {
          try await stack.status().flatness == "verified flat" && Venue(of: stack).open.isEmpty
        }
        #expect(try Venue(of: stack).repeated == [])
      }
    }

    @Test(.timeLimit(.minutes(3)))
    func `68: an order of the bot that the venue lists otherwise is told`() async throws {
      try await Stack.withPositions { stack in
        // Before the trader's next order: the same name, the other side or price.
        try await until("it to be told", within: .seconds(60)) {
          let venue = try Venue(of: stack)
          guard let last = venue.accepted.last?.order, let number = last.split(separator: "-").last,
            let next = Int(number).map({ "\(last.dropLast(number.count))\($0 + 1)" })
          else { return false }
          if !venue.accepted.contains(where: { $0.order == next }) {
            try Self.append(.accepted, order: next, to: stack)
          }
          return try await stack.query(
            .trader,
            "SELECT count(*) FROM chain WHERE kind = 'incident' AND (instr(payload, 'not known to this bot') > 0"
              + " OR instr(payload, 'is not what the bot ordered') > 0)") != "0"
        }
      }
    }

    /// - Parameter isDown: whether the trader is down when the other hand closes.
    @Test(.timeLimit(.minutes(4)), arguments: [false, true])
    func `66: a position of the bot that somebody else closes is booked at the venue's price, and told`(
      isDown: Bool
    ) async throws {
      try await Stack.with(["--pace", "1200", "--seed", "7", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        try await until("two open trades", within: .seconds(90)) { try Venue(of: stack).open.count >= 2 }
        if isDown { try await stack.supervise("hold", .trader) }
        let venue = try Venue(of: stack)
        let victim = try #require(venue.accepted.last { venue.open.contains($0.order) })
        let order = victim.order
        try Self.append(.closed, order: order, at: victim.time + 1, to: stack)
        if isDown { try await stack.supervise("resume", .trader) }
        try await until("it to be told", within: .seconds(60)) {
          try await stack.query(
            .trader, "SELECT count(*) FROM chain WHERE kind = 'incident' AND instr(payload, 'by somebody else') > 0")
            == "1"
        }
        let number = try #require(order.split(separator: "-").last)
        #expect(
          try await stack.query(
            .trader,
            "SELECT count(*) FROM chain WHERE kind = 'incident'"
              + " AND instr(payload, 'trade \(number) at 110000 points') > 0") == "1")
        #expect(try Venue(of: stack).repeated == [])
        try await until("trading to go on", within: .seconds(60)) {
          let venue = try Venue(of: stack)
          return venue.accepted.last.map { $0.order != order } ?? false
        }
        // Nobody believes anything else of what is open.
        try await until("bot and venue to agree") {
          try await stack.status().metrics?.openTrades == Venue(of: stack).open.count
        }
        try await stack.expectWholeJournals()
      }
    }

    /// Writes into the venue's list as another hand would.
    private static func append(
      _ event: VenueLine.Event, order: String, at time: Int64 = tuesday, to stack: Stack
    ) throws {
      let trade = OpenTrade(
        id: TradeID(1), side: .sell, lots: Lots(hundredths: 10), entryTime: time, entryPrice: Price(points: 110_000),
        stopLoss: Price(points: 111_000), takeProfit: Price(points: 109_000), version: .first)
      let line = VenueLine(event, trade, order: order, time: time, price: trade.entryPrice)
      let handle = try #require(FileHandle(forWritingAtPath: Venue.path(of: stack)))
      try handle.seekToEnd()
      try handle.write(contentsOf: line.bytes)
      try handle.close()
    }
  }
}
