import Domain
import Foundation
import GridTrading
import MarketFeeds
import Runtime
import Safety

/// The quotes of files in memory, and what a person should know about them.
struct ReplayData {
  let profile: SymbolProfile
  let series: QuoteSeries
  /// What limits the conclusions, each once.
  let notices: [String]
  let refusedRows: Int
  /// Quotes that were not believed, and so not played.
  let refusedQuotes: Int64

  /// Reads files of one symbol in order of time.
  ///
  /// - Throws: `Failure` for a file that cannot be read, and `Interrupted` at Ctrl-C.
  ///
  /// - Parameters:
  ///   - judged: whether each quote is judged here, as the trader judges it; an evaluation leaves that to its trader.
  ///   - progress: called with what is read and how much of it.
  init(
    _ files: [String], profile: SymbolProfile, spread: SpreadSource, strict: Bool, judged: Bool = true,
    progress: (String) -> Void
  ) throws {
    var series = QuoteSeries()
    var judge = QuoteJudge(profile.belief)
    var lastTime: Int64?
    var former: String?
    var firstRefusal: QuoteRefusal?
    var notices: [String] = []
    var refused = 0
    for file in files {
      do {
        let feed = try FileFeed(path: file, options: FeedOptions(profile: profile, spread: spread, strict: strict))
        for notice in feed.notices.map(\.description) where !notices.contains(notice) { notices.append(notice) }
        var quotes: [Quote] = []
        var minutes = 0
        while try feed.next(into: &quotes) != nil {
          if let lastTime, let first = quotes.first, first.time < lastTime {
            throw FeedError.overlaps(file: file, before: former ?? file)
          }
          lastTime = quotes.last?.time ?? lastTime
          for quote in quotes {
            let judgement = judge.judge(quote)
            firstRefusal = firstRefusal ?? judgement.refusals.first
            if let quote = judged ? judgement.believed : quote { series.append(quote) }
          }
          minutes += 1
          guard minutes % 8192 == 0 else { continue }
          if Signals.isEnding { throw Interrupted() }
          let percent = 100 * feed.progress.bytes / max(1, feed.progress.size)
          progress("reading \((file as NSString).lastPathComponent)  \(percent) %")
        }
        refused += feed.refused.total
        former = file
      } catch let error as FeedError {
        throw Failure(.dataError, "\(error)")
      }
    }
    if series.isEmpty { throw Failure(.dataError, "there is no usable quote in the data") }
    self.profile = profile
    if let firstRefusal {
      notices.append("\(judge.refused) quotes were not believed and are not played; the first: \(firstRefusal)")
    }
    self.series = series
    self.notices = notices
    refusedRows = refused
    refusedQuotes = judge.refused
  }

  /// The profile of the symbol that was named, or that is in the files' names.
  static func profile(of files: [String], symbol: String?) throws -> SymbolProfile {
    for file in files where !FileManager.default.isReadableFile(atPath: file) {
      throw Failure(.noInput, "\(file): there is no such file of quotes or bars that you may read")
    }
    let told = Set(files.compactMap { Symbol(inFileName: $0)?.name })
    guard let name = symbol ?? (told.count == 1 ? told.first : nil) else {
      let names = told.sorted().joined(separator: " and ")
      throw Failure(
        .usage,
        told.isEmpty ? "the file names do not tell the symbol; say it with --symbol" : "the files are of \(names)")
    }
    guard let profile = SymbolProfile.named(name) else { throw Failure.unknownSymbol(name) }
    return profile
  }

  /// Reads `profile` or a number of pips.
  static func spread(_ text: String) throws -> SpreadSource {
    if text == "profile" { return .profile }
    guard case .pips(let pips) = try? ParameterValue(parsing: text, for: .maxSpread), pips.tenths >= 0 else {
      throw Failure(
        .usage, "--spread is profile or a number of pips, at most one decimal place, such as 1.2; not '\(text)'")
    }
    return .fixed(pips)
  }
}

/// Ctrl-C.
struct Interrupted: Error {}
