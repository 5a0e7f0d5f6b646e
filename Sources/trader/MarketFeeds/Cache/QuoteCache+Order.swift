internal import Foundation

extension QuoteCache {
  /// `$XDG_CACHE_HOME/sotano/quotes`, by default under `~/.cache`.
  package static var usualDirectory: String {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (base ?? "\(environment["HOME"] ?? "/tmp")/.cache") + "/sotano/quotes"
  }

  /// Sees that files follow each other in time, as a replay and a run want them.
  ///
  /// - Throws: `FeedError.overlaps` for the first that does not.
  package static func checkOrder(_ caches: [QuoteCache], of paths: [String]) throws(FeedError) {
    for index in caches.indices.dropFirst() {
      guard let end = caches[index - 1].times.last, let begin = caches[index].times.first, begin < end else { continue }
      throw .overlaps(file: paths[index], before: paths[index - 1])
    }
  }
}
