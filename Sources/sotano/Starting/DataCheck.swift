import Domain
import Foundation
import MarketFeeds
import Safety
import Stack

/// Reads the files of a run whole before anything starts, as the trader will: what is wrong with them is said by `up`
/// and not by the log of a process that was given up.
struct DataCheck {
  let feed: FeedSource
  let profile: SymbolProfile

  /// - Throws: `Failure` with 65 and the place.
  func run(progress: (String) -> Void) throws {
    guard case .files(let paths, let spread, let strict) = feed else { return }
    let options = FeedOptions(profile: profile, spread: spread.map { .fixed($0) } ?? .profile, strict: strict)
    do throws(FeedError) {
      var caches: [QuoteCache] = []
      for path in paths {
        caches.append(
          try QuoteCache(of: path, options: options, in: QuoteCache.usualDirectory) { state in
            let percent = 100 * state.bytes / max(1, state.size)
            progress("reading \((path as NSString).lastPathComponent)  \(percent) %")
          })
      }
      try QuoteCache.checkOrder(caches, of: paths)
    } catch {
      throw Failure(error.exitCode, "\(error)")
    }
  }
}

extension FeedError {
  fileprivate var exitCode: Sysexits {
    if case .cache = self { .ioError } else { .dataError }
  }
}
