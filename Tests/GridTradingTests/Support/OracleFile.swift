import Domain
import Foundation
import Testing

/// One file of `oracles/fills`: the settings in its name, and its rows.
struct OracleFile: CustomTestStringConvertible {
  struct Row: Hashable {
    /// Milliseconds since 1970 UTC.
    var time: Int64
    /// `E` entry, `TP` take-profit, `SL` stop-loss.
    var tag: String
    var side: String
    var price: Int32
    /// The number of the entry, from 1 in order.
    var entry: Int
  }

  let url: URL
  let symbol: String
  let data: URL
  let spacing: Pips
  let stopLoss: Pips
  let takeProfit: Pips

  static let all = SharedFolder.files(in: "oracles/fills").compactMap(OracleFile.init(url:))

  var testDescription: String { url.lastPathComponent }

  /// Reads a name such as `fills_EURUSD_M1_2020_s10_sl60_tp15_BestPrice.csv.gz`; `nil` for other files.
  init?(url: URL) {
    let words = url.lastPathComponent.split(separator: ".")[0].split(separator: "_").map(String.init)
    guard words.count >= 7, words[0] == "fills", words.last == "BestPrice" else { return nil }
    let settings = words.suffix(4)
    guard
      let spacing = Self.number(settings[settings.startIndex], after: "s"),
      let stopLoss = Self.number(settings[settings.startIndex + 1], after: "sl"),
      let takeProfit = Self.number(settings[settings.startIndex + 2], after: "tp")
    else { return nil }
    let name = words[1..<(words.count - 4)].joined(separator: "-")
    let candidates = ["tick", "m1", "m1ba"].flatMap { SharedFolder.files(in: "data/\($0)") }
    guard
      let data = candidates.first(where: {
        $0.lastPathComponent.split(separator: ".")[0].replacing("_", with: "-") == name
      })
    else { return nil }
    self.url = url
    self.symbol = words[1]
    self.data = data
    self.spacing = spacing
    self.stopLoss = stopLoss
    self.takeProfit = takeProfit
  }

  private static func number(_ word: String, after prefix: String) -> Pips? {
    guard word.hasPrefix(prefix), let value = Double(word.dropFirst(prefix.count)) else { return nil }
    return Pips(value)
  }

  var configuration: Configuration {
    Configuration(
      gridSpacing: spacing, takeProfit: takeProfit, stopLoss: stopLoss, lotSize: Lots(hundredths: 10),
      maxPositions: 20, maxSpread: Pips(tenths: 100_000))
  }

  func rows(digits: Int) throws -> [Row] {
    let text = String(decoding: try SharedFolder.contents(of: url), as: UTF8.self)
    var entries: [Substring: Int] = [:]
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      if fields[1] == "E" { entries[fields[3]] = entries.count + 1 }
      let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
      return Row(
        time: (Int64(fields[0]) ?? 0) / 1_000_000, tag: String(fields[1]), side: String(fields[5]),
        price: Int32(((Double(fields[7]) ?? 0) * scale).rounded()), entry: entries[fields[3]] ?? 0)
    }
  }
}
