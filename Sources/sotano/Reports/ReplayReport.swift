import Domain
import GridTrading

/// A replay's results with what they rest on.
struct ReplayReport: Encodable {
  struct Profile: Encodable {
    var symbol: String
    var version: Int
    var currency: String
  }

  var profile: Profile
  var quotes: Int
  /// Market times of the first and last quote.
  var from: String
  var until: String
  var path: String
  /// What limits the conclusions.
  var notices: [String]
  var refusedRows: Int
  /// Quotes that were not believed; none was played.
  var refusedQuotes: Int64
  /// Whether every configuration was played; false after Ctrl-C.
  var isComplete: Bool
  /// The best profit factor first.
  var results: [ReplayFigures]

  init(_ data: ReplayData, path: ReplayPath, results: [ReplayFigures], isComplete: Bool) {
    let profile = data.profile
    self.profile = Profile(symbol: profile.symbol.name, version: profile.version, currency: profile.currency)
    quotes = data.series.count
    from = MarketTime.text(ofUTC: data.series.times.first ?? 0)
    until = MarketTime.text(ofUTC: data.series.times.last ?? 0)
    self.path = path.rawValue
    notices = data.notices
    refusedRows = data.refusedRows
    refusedQuotes = data.refusedQuotes
    self.isComplete = isComplete
    self.results = results
  }

  var heading: String {
    let lines = [
      "\(profile.symbol), profile version \(profile.version), money in \(profile.currency)",
      "\(quotes) quotes, \(from) to \(until), path: \(path), \(refusedRows) rows and \(refusedQuotes) quotes refused",
    ]
    return (lines + notices.map { "note: \($0)" }).joined(separator: "\n")
  }
}
