import AdaptiveController
import Domain
import Foundation
import GridTrading
import MarketFeeds
import RealTimeMonitor
import Runtime
import Safety
import Settings
import Stack

/// What a person asked `up` for, on its way to a run's manifest.
struct RunPlan {
  var bot: String?
  var data: [String] = []
  var symbol: String?
  var pace = "1"
  var spread: String?
  var strict = false
  var seed: UInt64?
  var minutes: Int64?
  var configurationFile: String?
  /// `PARAM=VALUE` each.
  var parameters: [String] = []
  /// `PARAM=VALUE@TRADES`
  var plant: String?

  /// What will run.
  struct Result {
    var manifest: RunManifest
    /// The settings in force as YAML.
    var settings: String
    /// What limits the conclusions from this data.
    var notices: [FeedNotice]
  }

  /// Works it out.
  ///
  /// - Throws: `Failure` with everything that is wrong with the configuration file, or the first other thing.
  func result() throws -> Result {
    let pace = try Self.pace(self.pace)
    let files = try data.map(Self.absolutePath)
    let profile = try profile(files)
    var loaded = try load(for: profile)
    for text in parameters { try set(text, in: &loaded.value, profile) }
    if let plant { loaded.value.controller.plantedChange = try PlantedChange(parsing: plant) }
    let configuration: Configuration
    do {
      configuration = try loaded.value.parameters.configuration(for: profile)
    } catch {
      throw Failure(.configuration, error.sentence)
    }
    let (feed, notices) = try feed(files, profile)
    for case .coarseBars(let minutes) in notices {
      // Such bars bring a quote every few minutes at best: silence is what is longer than a bar.
      let limit = loaded.value.monitor.limits.staleFeed
      loaded.value.monitor.limits.staleFeed.raisesAt = max(limit.raisesAt, Double(minutes))
      loaded.value.monitor.limits.staleFeed.clearsAt = max(limit.clearsAt, Double(minutes) / 2)
    }
    let manifest = RunManifest(
      symbol: profile.symbol, pace: pace, feed: feed, configuration: configuration, settings: loaded.value,
      build: Build.identity)
    return Result(manifest: manifest, settings: try loaded.effective(), notices: notices)
  }

  static func pace(_ text: String) throws -> Pace {
    if text == "max" { return .lockstep }
    let number = text.hasPrefix("x") || text.hasPrefix("×") ? text.dropFirst() : text[...]
    guard let times = Double(decimal: number), paces.contains(times) else {
      throw Failure(
        .usage, "--pace is a number from 0.01 to 100000 (1 is real time) or max, not '\(text)'")
    }
    return .times(times)
  }

  /// A market day in 100 days, and in less than a second. What is faster is faster in lockstep.
  private static let paces = 0.01...100_000

  private static func absolutePath(_ path: String) throws -> String {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw Failure(.noInput, "\(path): there is no such file; --data takes files of quotes or bars")
    }
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw Failure(.noPermission, "\(path): you may not read it; see its owner and mode with ls -l")
    }
    return url.path
  }

  /// The profile of the symbol that was named, or that is in all the files' names.
  private func profile(_ files: [String]) throws -> SymbolProfile {
    let told = Set(files.compactMap { Symbol(inFileName: $0)?.name })
    guard symbol != nil || told.count <= 1 else {
      throw Failure(.usage, "the files are of \(told.sorted().joined(separator: " and ")); one stack trades one symbol")
    }
    guard let name = symbol ?? told.first ?? (files.isEmpty ? "EURUSD" : nil) else {
      throw Failure(.usage, "the file names do not tell the symbol; say it with --symbol")
    }
    guard let profile = SymbolProfile.named(name) else { throw Failure.unknownSymbol(name) }
    return profile
  }

  private func load(for profile: SymbolProfile) throws -> LoadedSettings<StackSettings> {
    var defaults = StackSettings()
    if let bot { defaults.bot = bot }
    var yaml = ""
    if let configurationFile {
      guard let content = FileManager.default.contents(atPath: configurationFile) else {
        throw Failure(.noInput, "\(configurationFile): cannot be read; see that it is there and that you may read it")
      }
      yaml = String(decoding: content, as: UTF8.self)
    }
    do {
      return try SettingsLoader.loaded(
        yaml: yaml, file: configurationFile ?? "defaults", defaults: defaults,
        check: { SettingsCheck(profile: profile).complaints($0) })
    } catch {
      throw Failure(.configuration, "the configuration is not usable:\n\(error)")
    }
  }

  private func set(_ text: String, in settings: inout StackSettings, _ profile: SymbolProfile) throws {
    let (parameter, value) = try assignment(text, option: "--set")
    if let complaint = SettingsCheck(profile: profile).complaint(parameter, value) {
      throw Failure(.usage, "--set \(text): \(complaint)")
    }
    settings.parameters.set(parameter, value.description)
  }

  private func feed(_ files: [String], _ profile: SymbolProfile) throws -> (FeedSource, [FeedNotice]) {
    guard !files.isEmpty else {
      return (.synthetic(seed: seed ?? 1, minutes: minutes), [.synthetic(seed: seed ?? 1)])
    }
    var spread: Pips?
    if let text = self.spread {
      guard case .pips(let pips) = try? ParameterValue(parsing: text, for: .maxSpread), pips.tenths >= 0 else {
        throw Failure(.usage, "--spread is a number of pips, at most one decimal place, such as 1.2; not '\(text)'")
      }
      spread = pips
    }
    let options = FeedOptions(profile: profile, spread: spread.map { .fixed($0) } ?? .profile, strict: strict)
    var notices: [FeedNotice] = []
    for file in files {
      do {
        let feed = try FileFeed(path: file, options: options)
        notices += feed.notices.filter { !notices.contains($0) }
      } catch {
        throw Failure(.dataError, "\(error)")
      }
    }
    return (.files(files, spread: spread, strict: strict), notices)
  }
}

/// Reads `PARAM=VALUE`.
func assignment(_ text: String, option: String) throws -> (Parameter, ParameterValue) {
  let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 2 else {
    throw Failure(.usage, "\(option) wants PARAM=VALUE, such as gridSpacing=22.5; not '\(text)'")
  }
  return try parsed(String(parts[0]), String(parts[1]))
}

extension PlantedChange {
  /// Reads `PARAM=VALUE@TRADES`.
  init(parsing text: String) throws {
    guard let at = text.lastIndex(of: "@"), let trades = Int(text[text.index(after: at)...]), trades > 0 else {
      throw Failure(.usage, "--plant wants PARAM=VALUE@TRADES, such as stopLoss=38@300; not '\(text)'")
    }
    let (parameter, value) = try assignment(String(text[..<at]), option: "--plant")
    self.init(parameter: parameter, target: value, afterTrades: trades)
  }
}
