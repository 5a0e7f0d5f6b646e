import Domain
import Foundation
import MarketFeeds
import ReferenceBot
import Runtime
import Stack
import TraderRuntime

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

  /// Minutes that the stored generator had drawn.
  private var storedMinutes: Int64 = 0

  /// - Parameters:
  ///   - resumption: what `resumption` returned before the restart, at or before `place`.
  ///   - memory: what was remembered of the data then, encoded.
  init(
    _ manifest: RunManifest, place: FeedPlace, resumption: Data?, memory: Data? = nil, calendar: TradingCalendar,
    profile: SymbolProfile
  ) throws {
    let former = try resumption.map { try JSONDecoder().decode(SyntheticMarket.self, from: $0) }
    storedMinutes = former?.minutes ?? 0
    reader = try FeedReader(
      manifest.feed, profile: profile, resumption: former,
      memory: try memory.map { try JSONDecoder().decode(DataMemory.self, from: $0) })
    try reader.skip(to: place.position)
    if case .times(let speed) = manifest.pace { pacemaker = Pacemaker(times: speed, calendar: calendar) }
    if place.inMinute > 0, let minute = try reader.next() {
      quotes = minute.dropFirst(place.inMinute)
      isInMinute = true
    }
  }

  /// What a restart needs so as not to draw the market from its beginning, to be stored with the place in the feed;
  /// `nil` where little would be saved. A minute is drawn in microseconds.
  mutating func resumption() throws -> Data? {
    guard let generator = reader.resumption, generator.minutes >= storedMinutes + 1000 else { return nil }
    storedMinutes = generator.minutes
    return try canonicalJSON(generator)
  }

  /// What the run remembers of its data files, to be stored with the place in the feed.
  var memory: DataMemory? { reader.memory }

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

  /// The data has ended: writes once the file that `sotano up --wait` looks for.
  mutating func finish(_ life: TraderLife, _ ambience: Ambience) throws {
    isFinished = true
    let report = FinishedRun(
      minutes: life.trader.minute, quotes: life.place.position, refusedRows: reader.refusedRows,
      refusedQuotes: life.trader.quoteJudge.refused, lastQuote: life.trader.time.utc)
    try canonicalJSON(report).write(to: URL(fileURLWithPath: ambience.directory.finishedFile), options: .atomic)
  }
}
