import Domain
import Foundation
import Safety
import Stack

/// What a state directory holds before a start.
struct EarlierRun {
  let directory: StateDirectory
  let manifest: RunManifest?
  let hasJournals: Bool

  init(_ directory: StateDirectory) {
    self.directory = directory
    manifest = try? RunManifest(reading: "\(directory.path)/\(RunManifest.fileName)")
    hasJournals = Role.allCases.contains { FileManager.default.fileExists(atPath: directory.journal(of: $0)) }
  }

  /// In what a new run would differ from the earlier one; empty where it would be the same.
  func differences(from new: RunManifest) -> [String] {
    guard let manifest else { return hasJournals ? ["what it was started with is not readable"] : [] }
    var found: [String] = []
    if manifest.symbol != new.symbol { found.append("symbol \(manifest.symbol), not \(new.symbol)") }
    if manifest.pace != new.pace { found.append("pace \(manifest.pace.text), not \(new.pace.text)") }
    if manifest.feed != new.feed { found.append("data \(manifest.feed.text), not \(new.feed.text)") }
    if manifest.configuration != new.configuration { found.append("starting parameters") }
    if manifest.settings != new.settings { found.append("configuration") }
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
      // What was taken back in that run says nothing of the next one's stops, which count anew.
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
