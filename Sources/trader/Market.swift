import Domain
import Foundation
import MarketFeeds
import ReferenceBot
import Runtime
import Stack

/// The feed at the run's pace.
struct Market {
  enum Step {
    case quote(Quote)
    case endOfMinute
    case end
  }

  /// Steps that one turn of the loop takes at most, so that a fast pace does not keep stops waiting.
  let quotesPerTurn = 64

  private var reader: FeedReader
  private var pacemaker: Pacemaker?
  /// What is left of the present minute.
  private var quotes: ArraySlice<Quote> = []
  private var isInMinute = false
  private(set) var isOver = false
  private(set) var isFinished = false

  init(_ manifest: RunManifest, place: FeedPlace, calendar: TradingCalendar, profile: SymbolProfile) throws {
    reader = try FeedReader(manifest.feed, profile: profile)
    try reader.skip(to: place.position)
    if case .times(let speed) = manifest.pace { pacemaker = Pacemaker(times: speed, calendar: calendar) }
    if place.inMinute > 0, let minute = try reader.next() {
      quotes = minute.dropFirst(place.inMinute)
      isInMinute = true
    }
  }

  /// Lockstep: all quotes of the next minute; `nil` at the end of the data.
  mutating func nextMinute() throws -> [Quote]? {
    if isInMinute {
      isInMinute = false
      let rest = Array(quotes)
      quotes = []
      if !rest.isEmpty { return rest }
    }
    guard let minute = try reader.next() else {
      isOver = true
      return nil
    }
    return minute
  }

  /// Real time: what is due now; `nil` when nothing is.
  mutating func nextStep(now: Int64) throws -> Step? {
    guard !isOver else { return isFinished ? nil : .end }
    if quotes.isEmpty {
      if isInMinute {
        isInMinute = false
        return .endOfMinute
      }
      guard let minute = try reader.next() else {
        isOver = true
        return .end
      }
      quotes = minute[...]
      isInMinute = true
    }
    guard let next = quotes.first, let due = pacemaker?.due(next.time, now: now), due <= now else { return nil }
    quotes.removeFirst()
    return .quote(next)
  }

  /// The monotonic millisecond at which the loop should look at the market again.
  mutating func nextDue(canAdvance: Bool, now: Int64) -> Int64 {
    guard !isOver else { return isFinished ? .max : now }
    guard pacemaker != nil else { return canAdvance ? now : .max }
    guard let next = quotes.first else { return now }
    return pacemaker?.due(next.time, now: now) ?? .max
  }

  /// The data has ended: says so once, in a file that `sotano up --wait` looks for.
  mutating func finish(_ life: TraderLife, _ ambience: Ambience) throws {
    isFinished = true
    let report = FinishedRun(
      minutes: life.trader.minute, quotes: life.place.position, refusedRows: reader.refusedRows,
      lastQuote: life.trader.time.utc)
    try canonicalJSON(report).write(to: URL(fileURLWithPath: ambience.directory.finishedFile), options: .atomic)
  }
}
