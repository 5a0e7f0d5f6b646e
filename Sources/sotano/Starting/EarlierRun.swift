import Domain
import Foundation
import GridTrading
import Journal
import MarketFeeds
import Safety
import Stack

/// What a state directory holds before a start.
struct EarlierRun {
  let directory: StateDirectory
  var manifest: RunManifest?
  let hasJournals: Bool

  init(_ directory: StateDirectory) {
    self.directory = directory
    manifest = try? RunManifest(reading: "\(directory.path)/\(RunManifest.fileName)")
    hasJournals = Role.allCases.contains { FileManager.default.fileExists(atPath: directory.journal(of: $0)) }
  }

  /// Looks whether data is what this run has traded so far, whatever its files are called and whatever follows in it.
  enum TradedPart: Hashable {
    /// The run has traded none, or has no files.
    case unknown
    case same
    case parts(file: String, DataDifference)
  }

  func data(of new: RunManifest) throws -> TradedPart {
    guard case .files(_, let spread, let strict) = manifest?.feed,
      case .files(let paths, spread, strict) = new.feed, manifest?.symbol == new.symbol,
      let profile = SymbolProfile.named(new.symbol.name),
      let stored = try? JournalFile.open(path: directory.journal(of: .trader)).value(of: DataMemory.name),
      let memory = try? JSONDecoder().decode(DataMemory.self, from: stored), memory.traded.last != nil
    else { return .unknown }
    let options = FeedOptions(profile: profile, spread: spread.map { .fixed($0) } ?? .profile, strict: strict)
    do throws(FeedError) {
      var caches: [QuoteCache] = []
      for path in paths { caches.append(try QuoteCache(of: path, options: options, in: QuoteCache.usualDirectory)) }
      try memory.check(caches)
      return .same
    } catch .notWhatWasTraded(let file, let difference) {
      return .parts(file: file, difference)
    } catch {
      throw Failure(.dataError, "\(error)")
    }
  }

  /// In what a new run would differ from the earlier one; empty where it would be the same.
  ///
  /// - Parameter parting: where other data is not what this run has traded, if that is known.
  func differences(from new: RunManifest, parting: DataDifference? = nil) -> [String] {
    guard let manifest else { return hasJournals ? ["what it was started with is not readable"] : [] }
    var found: [String] = []
    if manifest.symbol != new.symbol { found.append("symbol \(manifest.symbol), not \(new.symbol)") }
    if manifest.pace != new.pace { found.append("pace \(manifest.pace.text), not \(new.pace.text)") }
    if manifest.feed != new.feed {
      let other = parting.map { ": \($0.sentence)" } ?? ""
      found.append("data \(manifest.feed.text), not \(new.feed.text)\(other)")
    }
    for parameter in Parameter.allCases {
      let (old, new) = (manifest.configuration[parameter], new.configuration[parameter])
      if old != new { found.append("\(parameter.rawValue) \(old), not \(new)") }
    }
    if manifest.settings != new.settings { found += Self.differences(manifest.settings, new.settings) }
    return found
  }

  /// Settings but the starting parameters, by their paths in the configuration file; the first of them.
  private static func differences(_ old: StackSettings, _ new: StackSettings) -> [String] {
    let (old, new) = (leaves(of: old), leaves(of: new))
    let paths = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] && !$0.hasPrefix("parameters.") }.sorted()
    return paths.prefix(8).map { path in
      let (old, new) = (old[path] ?? "unset", new[path] ?? "unset")
      // A list of policies says nothing in one line.
      return max(old.count, new.count) > 40 ? path : "\(path) \(old), not \(new)"
    }
      + (paths.count > 8 ? ["\(paths.count - 8) more settings"] : [])
  }

  private static func leaves(of settings: StackSettings) -> [String: String] {
    guard let data = try? JSONEncoder().encode(settings), let tree = try? JSONSerialization.jsonObject(with: data)
    else { return [:] }
    var found: [String: String] = [:]
    func walk(_ node: Any, _ path: String) {
      guard let branches = node as? [String: Any] else {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed]
        return found[path] = (try? JSONSerialization.data(withJSONObject: node, options: options)).map {
          String(decoding: $0, as: UTF8.self)
        }
      }
      for (name, branch) in branches { walk(branch, path.isEmpty ? name : "\(path).\(name)") }
    }
    walk(tree, "")
    return found
  }

  /// Moves everything out of the way but the stops that hold: those go on until a person re-arms.
  ///
  /// - Returns: the folder that has it now.
  func moveAway(now: Date) throws -> String {
    let stamp = now.formatted(
      Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
        .year().month().day().timeZone(separator: .omitted).time(includingFractionalSeconds: false))
    var target = "\(directory.path)/archive/\(stamp)"
    var copy = 1
    while FileManager.default.fileExists(atPath: target) {
      copy += 1
      target = "\(directory.path)/archive/\(stamp)-\(copy)"
    }
    do {
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: directory.path)
      where !["archive", "latch"].contains(name) {
        try FileManager.default.moveItem(atPath: "\(directory.path)/\(name)", toPath: "\(target)/\(name)")
      }
      // What was re-armed in that run says nothing of the next run's stops.
      let archived = "\(directory.latch)/\(Latch.archiveName)"
      if FileManager.default.fileExists(atPath: archived) {
        try FileManager.default.moveItem(atPath: archived, toPath: "\(target)/latch-\(Latch.archiveName)")
      }
    } catch {
      throw Failure(.ioError, "the earlier run could not be moved to \(target): \(error.localizedDescription)")
    }
    return target
  }
}

extension Pace {
  var text: String {
    switch self {
    case .lockstep: "max"
    case .times(let times): times == times.rounded() ? "\(Int64(saturating: times))" : "\(times)"
    }
  }
}

extension FeedSource {
  /// Where the quotes come from. What is synthetic says so.
  var text: String {
    switch self {
    case .files(let paths, _, _): paths.map { ($0 as NSString).lastPathComponent }.joined(separator: ", ")
    case .synthetic(let seed, let minutes):
      "SYNTHETIC market, seed \(seed)" + (minutes.map { ", \($0) minutes" } ?? "")
    }
  }
}
