import Domain
import Foundation
import GridTrading
import Journal
import MarketFeeds
import ReferenceBot
import Runtime
import Safety
import Stack
import TraderRuntime
import Wire

/// Checks whether a trader could run on what is stored: everything is read and decoded, and every stored command
/// judged, as at a start, while the stop-only mode goes on. A trap here ends this process and not the trader.
struct TraderCheck {
  let directory: StateDirectory

  func run() throws {
    let manifest = try RunManifest.ofRun(in: directory)
    let profile = try manifest.knownProfile()
    let fresh = Trader(
      profile: profile, configuration: manifest.configuration, settings: manifest.settings.trader)
    let remembered = try remembered()
    var life = try TraderLife(stored(remembered), initial: fresh)
    let book = try VenueLog.book(path: directory.venue, expecting: remembered?.venue)
    book.remind(&life, bot: manifest.settings.bot)
    _ = life.act { $0.hear(silence: .active, awaitsCompany: false) }
    // In a copy: nothing of it is published or stored.
    _ = life.turn(life.takeWaiting())
    let feed = try hasJournal ? JournalFile.open(path: journal).value(of: TraderHost.feedName) : nil
    let memory = try hasJournal ? JournalFile.open(path: journal).value(of: DataMemory.name) : nil
    _ = try Market(
      manifest, place: life.place, resumption: feed, memory: memory, calendar: TradingCalendar(week: profile.week),
      profile: profile)
  }

  private var journal: String { directory.journal(of: .trader) }
  private var hasJournal: Bool { FileManager.default.fileExists(atPath: journal) }

  private func remembered() throws -> RememberedFiles? {
    do {
      _ = try JournalWitnesses(directory).check(.trader)
    } catch {
      throw StartError.journal(error)
    }
    guard hasJournal else { return nil }
    do {
      let file = try JournalFile.open(path: journal)
      guard file.role == Role.trader.rawValue else {
        throw JournalError.foreignFile(path: journal, found: file.role, expected: Role.trader.rawValue)
      }
      try file.checkHead()
      return try RememberedFiles(file)
    } catch let error as JournalError {
      throw StartError.journal(error)
    }
  }

  private func stored(_ remembered: RememberedFiles?) throws -> StoredTrader {
    let log = try StreamLog(
      path: directory.streamLog, remembering: remembered?.stream ?? StreamLog.Memory(), isOnlyLookedAt: true)
    guard hasJournal else { return StoredTrader(past: []) }
    do {
      let file = try JournalFile.open(path: journal)
      let checkpoint = try file.checkpoints().first
      var stored = try StoredTrader(checkpoint, past: [], journal: journal)
      for row in try file.rows(after: checkpoint?.head.number ?? 0) where row.kind == WaitingCommand.kind {
        stored.takeKept(row)
      }
      try stored.readOn(log, journal: journal)
      return stored
    } catch let error as JournalError {
      throw StartError.journal(error)
    }
  }
}

/// The check as a process of its own; see `TraderCheck`.
func runCheck(_ options: ProcessOptions) -> Never {
  umask(0o077)
  do {
    try TraderCheck(directory: StateDirectory(path: options.dir)).run()
    exit(Sysexits.ok.rawValue)
  } catch {
    end(.trader, with: error)
  }
}
