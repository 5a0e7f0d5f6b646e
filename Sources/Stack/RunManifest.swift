internal import Digests
package import Domain
package import Foundation
internal import GridTrading
package import Runtime

/// What a run is: written once by `sotano up` and read by every process at its start, so that all of them, and every
/// restart of them, agree.
package struct RunManifest: Hashable, Sendable, Codable {
  package var symbol: Symbol
  package var pace: Pace
  package var feed: FeedSource
  /// The first configuration.
  package var configuration: Configuration
  package var settings: StackSettings
  /// Which build wrote it. Processes of another build do not join the run.
  package var build: String

  package init(
    symbol: Symbol, pace: Pace, feed: FeedSource, configuration: Configuration, settings: StackSettings, build: String
  ) {
    self.symbol = symbol
    self.pace = pace
    self.feed = feed
    self.configuration = configuration
    self.settings = settings
    self.build = build
  }

  /// The profile of the run's symbol with the settings' overrides; `nil` for a symbol that has none.
  package var profile: SymbolProfile? {
    var profile = SymbolProfile.named(symbol.name)
    if let holidays = settings.holidays {
      profile?.week.holidays = holidays
    } else if case .synthetic = feed {
      // A synthetic market trades on them.
      profile?.week.holidays = []
    }
    return profile
  }

  package static let fileName = "run.json"

  /// Bytes that are equal for equal manifests. The last member, `check`, is the CRC-32C of the bytes before it.
  package func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Without the object's end, which follows the check.
    let content = try encoder.encode(self).dropLast(2)
    return content + Self.check(of: content)
  }

  private static func check(of content: Data) -> Data {
    let digits = String(CRC32C.of(content), radix: 16)
    return Data("\(checkBegin)\(String(repeating: "0", count: 8 - digits.count))\(digits)\"\n}".utf8)
  }

  private static let checkBegin = ",\n  \"check\" : \""

  /// Whether the bytes are as they were written; a manifest of an earlier build has no check.
  private static func isWhole(_ bytes: Data) -> Bool {
    let end = bytes.suffix(checkBegin.utf8.count + 11)
    guard end.starts(with: Data(checkBegin.utf8)) else { return true }
    return check(of: bytes.dropLast(end.count)) == end
  }

  package init(reading path: String) throws(RunManifestError) {
    guard let data = FileManager.default.contents(atPath: path) else { throw .missing(path: path) }
    guard Self.isWhole(data) else {
      throw .unreadable(path: path, reason: "it is not as `sotano up` wrote it; restore it from a backup")
    }
    do {
      self = try JSONDecoder().decode(RunManifest.self, from: data)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}

/// Where the quotes come from.
package enum FeedSource: Hashable, Sendable, Codable {
  /// Files in order of time. Bars of bid only get the spread, in tenths of a pip, or the profile's where it is `nil`.
  case files([String], spread: Pips?, strict: Bool)
  /// The market generator. Never to be mistaken for a market: every result that uses it says so.
  case synthetic(seed: UInt64, minutes: Int64?)
}
