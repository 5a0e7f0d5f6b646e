import Domain
import Testing

@testable import GridTrading

struct OracleFillsTests {
  @Test(.enabled(if: SharedFolder.isPresent, "no shared folder with data and oracles"))
  func `both known files of fills are found`() {
    #expect(OracleFile.all.count >= 2)
  }

  @Test(
    .enabled(if: SharedFolder.isPresent, "no shared folder with data and oracles"), arguments: OracleFile.all)
  func `every fill of the established engine is ours, row by row`(file: OracleFile) throws {
    let profile = try #require(SymbolProfile.named(file.symbol))
    let expected = try file.rows(digits: profile.digits)
    var engine = GridEngine(profile: profile, configuration: file.configuration, version: .first)
    var gate = OpenGate()
    var fills: [Fill] = []
    for var quote in try MarketData.quotes(of: file.data, digits: profile.digits) {
      quote.path = .jump
      engine.step(quote, gate: &gate, fills: &fills)
    }
    // Several exits at one quote come oldest first here and buys first there; entries come after them in both.
    let rows = fills.compactMap(OracleFile.Row.init(fill:)).sorted()
    #expect(rows.count == expected.count)
    for (row, other) in zip(rows, expected.sorted()) where row != other {
      Issue.record("ours \(row), theirs \(other)")
      break
    }
  }
}

extension OracleFile.Row: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    (left.time, left.tag == "E" ? 1 : 0, left.entry) < (right.time, right.tag == "E" ? 1 : 0, right.entry)
  }

  init?(fill: Fill) {
    switch fill {
    case .opened(let trade):
      self.init(
        time: trade.entryTime, tag: "E", side: trade.side == .buy ? "BUY" : "SELL", price: trade.entryPrice.points,
        entry: Int(trade.id.number))
    case .closed(let closed):
      self.init(
        time: closed.exitTime, tag: closed.reason == .takeProfit ? "TP" : "SL",
        side: closed.trade.side == .buy ? "SELL" : "BUY", price: closed.exitPrice.points,
        entry: Int(closed.trade.id.number))
    case .skipped: return nil
    }
  }
}
