import Domain
import Foundation
import Statistics
import Study

/// One file of a study of correlations, for people and programs. What is absent could not be measured.
struct CorrelationFigures: Encodable {
  struct Pair: Encodable {
    var parameter: String
    /// Percent.
    var change: Int
    var value: String
    var correlation: Double?
    var effectOverDeviation: Double?
    var tradesToProve: Double?
    var monthsToProve: Double?
  }

  var file: String
  var symbol: String
  var trades: Int
  var tradesPerYear: Double
  /// A day is 24 hours of open market.
  var tradesPerDay: Double
  var blocks: Int
  /// In money of the quote currency, at the profile's default lots.
  var blockDeviation: Double?
  var grossLossPerBlock: Double
  /// How long the base's trades depend on each other.
  var regimeTrades: Double?
  var regimeDays: Double?
  var notices: [String]
  var pairs: [Pair]

  init(_ study: CorrelationStudy, file: String, symbol: String, notices: [String]) {
    self.file = (file as NSString).lastPathComponent
    self.symbol = symbol
    self.notices = notices
    trades = study.trades
    tradesPerYear = study.tradesPerYear
    tradesPerDay = study.tradesPerDay
    blocks = study.blocks
    blockDeviation = study.blockDeviation
    grossLossPerBlock = study.grossLossPerBlock
    regimeTrades = study.regimeTrades
    regimeDays = study.regimeTrades.flatMap { study.tradesPerDay > 0 ? $0 / study.tradesPerDay : nil }
    pairs = study.pairs.map {
      Pair(
        parameter: $0.parameter.rawValue, change: $0.change, value: $0.value.description, correlation: $0.correlation,
        effectOverDeviation: $0.effectOverDeviation, tradesToProve: $0.tradesToProve, monthsToProve: $0.monthsToProve)
    }
  }

  static func text(_ files: [CorrelationFigures]) -> String {
    var bases = Table(["file", "trades", "a year", "a day", "blocks", "deviation a block", "loss a block", "regime"])
    for file in files {
      let days = file.regimeDays.map { "\($0.formatted(1)) days" } ?? "undefined"
      bases.add([
        file.file, "\(file.trades)", file.tradesPerYear.formatted(0), file.tradesPerDay.formatted(1), "\(file.blocks)",
        number(file.blockDeviation, 0), file.grossLossPerBlock.formatted(0),
        "\(number(file.regimeTrades, 1)) trades, \(days)",
      ])
    }
    let notices = Set(files.flatMap(\.notices)).sorted().map { "note: \($0)" }
    return ([bases.text, ""] + notices + notices.prefix(1).map { _ in "" } + [pairTable(files)])
      .joined(separator: "\n")
  }

  private static func pairTable(_ files: [CorrelationFigures]) -> String {
    var table = Table(["file", "parameter", "change", "value", "correlation", "effect", "trades", "months"])
    for file in files {
      for pair in file.pairs {
        table.add([file.file] + cells(pair))
      }
    }
    for pair in files.first?.pairs ?? [] {
      let alike = files.flatMap(\.pairs).filter { $0.parameter == pair.parameter && $0.change == pair.change }
      func median(_ value: (Pair) -> Double?) -> Double? { Quantile.median(alike.compactMap(value)) }
      var middle = pair
      middle.value = ""
      middle.correlation = median(\.correlation)
      middle.effectOverDeviation = median(\.effectOverDeviation)
      middle.tradesToProve = median(\.tradesToProve)
      middle.monthsToProve = median(\.monthsToProve)
      table.add(["median"] + cells(middle))
    }
    return table.text
  }

  private static func cells(_ pair: Pair) -> [String] {
    [
      pair.parameter, "\(pair.change > 0 ? "+" : "")\(pair.change) %", pair.value, number(pair.correlation, 3),
      number(pair.effectOverDeviation, 2), number(pair.tradesToProve, 0), number(pair.monthsToProve, 1),
    ]
  }

  private static func number(_ value: Double?, _ places: Int) -> String { value.map { $0.formatted(places) } ?? "–" }
}
