import Domain
import Foundation
import Journal
import Runtime
import Safety
import Stack
import Wire

@testable import sotano

/// A year of EURUSD in which every kind of change came to its end: a state directory with journals that are always the same.
struct YearOfChanges {
  let directory: StateDirectory

  init(in stack: TemporaryStack) throws {
    directory = StateDirectory(path: stack.directory)
    try directory.prepare()
    try Self.manifest().encoded().write(to: URL(fileURLWithPath: "\(stack.directory)/run.json"))
    let start = try Self.manifest().configuration
    try write([
      (.configurationApplied(applied(1, start, approved: start, by: nil)), Self.time("2022-01-03 00:00")),
      (
        .configurationApplied(applied(8, try Self.inForce(), approved: start, by: 7)), Self.time("2022-11-14 09:31")
      ),
    ])
    try write(Self.records().map { (.change($0), $0.endedAt ?? $0.appliedAt ?? $0.proposedAt) })
    try write([(.plans(Plans(steps: try Self.plans())), Self.time("2022-11-14 09:31"))], after: 100)
  }

  static func manifest() throws -> RunManifest {
    var manifest = try RunPlan(pace: "max").result().manifest
    manifest.feed = .files(["/data/EURUSD_2022.csv.gz"], spread: nil, strict: false)
    return manifest
  }

  /// Market time, every day of the week open.
  static func time(_ text: String) -> MarketTime {
    let utc = (try? Date("\(text):00Z", strategy: strategy)).map { Int64($0.timeIntervalSince1970 * 1000) } ?? 0
    return MarketTime(utc: utc, open: utc)
  }

  private static let strategy = Date.ISO8601FormatStyle(dateTimeSeparator: .space)

  private static func inForce() throws -> Configuration {
    var configuration = try manifest().configuration
    configuration.lotSize = Lots(hundredths: 8)
    configuration.gridSpacing = Pips(tenths: 242)
    configuration.maxSpread = Pips(tenths: 22)
    return configuration
  }

  private func applied(
    _ version: Int64, _ configuration: Configuration, approved: Configuration, by change: Int64?
  ) -> ConfigurationApplied {
    ConfigurationApplied(
      version: ConfigurationVersion(version), configuration: configuration, approved: approved,
      change: change.map { ChangeID($0) })
  }

  /// Appends events to their speaker's journal.
  private func write(_ events: [(event: Event, time: MarketTime)], after sequence: Int64 = 0) throws {
    guard let speaker = events.first?.event.kind.speaker else { return }
    let journal = try Journal.open(
      path: directory.journal(of: speaker), role: speaker.rawValue, clock: { 1_700_000_000_000 })
    for (number, item) in events.enumerated() {
      let sequence = sequence + Int64(number) + 1
      let frames = try Self.envelope(item.event, item.time, sequence).encoded()
      try journal.turn { turn throws(JournalError) in
        try turn.append(
          kind: item.event.kind.rawValue, sequence: sequence, position: 0, payload: PackedFrames.pack(frames))
      }
    }
    try journal.close()
  }

  static func envelope(_ event: Event, _ time: MarketTime, _ sequence: Int64 = 1) throws -> Envelope {
    guard let bot = BotName("grid") else { throw Failure(.software, "grid is a bot's name") }
    return Envelope(
      header: Header(
        bot: bot, symbol: Symbol("EURUSD"), sender: event.kind.speaker, epoch: 1, sequence: sequence,
        isDurable: event.kind.isDurable, time: time, sentAt: 0),
      payload: .event(event))
  }
}
