import Domain
import Foundation

/// Reads the data files of the shared folder into quotes.
enum MarketData {
  /// The quotes of a file in `data/tick`, `data/m1` or `data/m1ba`.
  ///
  /// - Parameter spread: points between bid and ask for bars of bid only.
  static func quotes(of file: URL, digits: Int, spread: Int32 = 8) throws -> [Quote] {
    let rows = numbers(in: try SharedFolder.contents(of: file), digits: digits)
    switch file.deletingLastPathComponent().lastPathComponent {
    case "tick":
      return rows.map { row in quote(row[0], row[1], row[2], .jump) }
    case "m1":
      return rows.flatMap { row in
        bar(row[0], bid: Array(row[1...4]), ask: row[1...4].map { $0 + Int64(spread) })
      }
    default:
      return rows.flatMap { row in bar(row[0], bid: Array(row[1...4]), ask: Array(row[5...8])) }
    }
  }

  /// The four quotes of a bar: open, the extreme on the other side of the close, the other extreme, close.
  static func bar(_ time: Int64, bid: [Int64], ask: [Int64]) -> [Quote] {
    let order = bid[3] >= bid[0] ? [0, 2, 1, 3] : [0, 1, 2, 3]
    return order.enumerated().map { step, index in
      quote(time + Int64(step) * 15_000, bid[index], ask[index], step == 0 ? .jump : .continuous)
    }
  }

  private static func quote(_ time: Int64, _ bid: Int64, _ ask: Int64, _ path: PricePath) -> Quote {
    Quote(time: time, bid: Price(points: Int32(bid)), ask: Price(points: Int32(ask)), path: path)
  }

  /// The rows after the header: the first column as it is, the others in points.
  private static func numbers(in bytes: [UInt8], digits: Int) -> [[Int64]] {
    var rows: [[Int64]] = []
    var row: [Int64] = []
    var value: Int64 = 0
    var decimals = -1
    func endOfField() {
      if !row.isEmpty {
        for _ in max(0, decimals)..<max(digits, 0) { value *= 10 }
      }
      row.append(value)
      value = 0
      decimals = -1
    }
    guard let header = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
    for byte in bytes[(header + 1)...] {
      switch byte {
      case UInt8(ascii: ","): endOfField()
      case UInt8(ascii: "\n"):
        endOfField()
        rows.append(row)
        row = []
      case UInt8(ascii: "."): decimals = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = value * 10 + Int64(byte - 48)
        if decimals >= 0 { decimals += 1 }
      default: break
      }
    }
    return rows
  }
}
