import Domain
import Foundation
import GridTrading
import Journal
import MarketFeeds
import ReferenceBot
import Runtime
import Safety
import Stack
import StopOnly
import TraderRuntime
import Wire

/// Rebuilds the trader's lost journal: its state from the stream that it published, its fence from the other processes,
/// and its positions as the venue lists them.
///
/// The published quotes are replayed with the published entries. The result must agree with what was published and with
/// the venue's list, or nothing is written.
struct TraderRecovery {
  let surroundings: RecoverySurroundings

  private var directory: StateDirectory { surroundings.directory }
  private var manifest: RunManifest { surroundings.manifest }

  func run(at path: String) throws -> RecoveredJournal {
    let known = try WhatOthersKnow(of: .trader, in: directory)
    let book = try VenueLog.book(path: directory.venue, expecting: nil, watching: nil)
    guard FileManager.default.fileExists(atPath: directory.streamLog) else {
      throw RecoveryError.needs("\(directory.streamLog) is gone as well")
    }
    let log = try StreamLog(path: directory.streamLog)
    guard log.last >= max(known.heard, 1), log.first == 1 else {
      throw RecoveryError.disagrees(
        "the others have heard of event \(known.heard) of the trader, and \(directory.streamLog) ends at \(log.last)")
    }
    var past = TraderPast(
      Trader(
        profile: surroundings.profile, configuration: manifest.configuration, settings: manifest.settings.trader),
      venue: book, bot: surroundings.bot.text)
    try log.events(from: 1) { item, record in
      past.take(item, record)
      return true
    }
    try log.truncate(after: past.finish(keeping: known.heard))
    var trader = past.trader
    let retraced = try retrace(trader, having: past.quotes)
    if let judge = retraced.judge { trader.judge(by: judge) }
    trader.fence(from: max(known.numbering.fence, try writer(known)))
    let state = TraderState(trader: trader, sequence: log.last, place: retraced.place, waiting: [])
    return try write(state, retraced.memory, past, known, log, book, at: path)
  }

  /// The epoch of the optimizer, by its own journal.
  private func writer(_ known: WhatOthersKnow) throws -> Int64 {
    guard known.witnesses.contains(.optimizer) else { return 0 }
    return try JournalFile.open(path: directory.journal(of: .optimizer)).epoch()
  }

  private func write(
    _ state: TraderState, _ memory: DataMemory?, _ past: TraderPast, _ known: WhatOthersKnow, _ log: StreamLog,
    _ book: VenueBook, at path: String
  ) throws -> RecoveredJournal {
    let journal = try Journal.open(path: path, role: Role.trader.rawValue, following: known.numbering.epoch)
    let (checkpoint, why) = (try canonicalJSON(state), try canonicalJSON(surroundings.record))
    let values: [(name: String, value: Data?)] = [
      (RememberedFiles.markName, try log.mark.map { try canonicalJSON($0) }),
      (RememberedFiles.streamName, try log.head.map { try canonicalJSON($0) }),
      (RememberedFiles.venueName, try canonicalJSON(book.head)),
      (DataMemory.name, try memory.map { try canonicalJSON($0) }),
    ]
    let rows = past.journalled.prefix { $0.sequence <= log.last }
    try journal.turn { (turn) throws(JournalError) in
      try turn.append(kind: RecoveryRecord.kind, sequence: nil, position: log.last, payload: why)
      for row in rows {
        try turn.append(kind: row.kind, sequence: row.sequence, position: row.sequence, payload: row.payload)
      }
      try turn.checkpoint(state: checkpoint, position: log.last, sequence: log.last)
      for item in values { if let value = item.value { try turn.set(item.name, value) } }
    }
    let recovered = RecoveredJournal(
      role: .trader, head: journal.head, epoch: journal.epoch, sequence: log.last, fence: state.trader.ledger.fence,
      position: log.last, restored: rows.count, ended: past.lost)
    try journal.close()
    return recovered
  }

  // MARK: The feed

  /// The result of reading the run's data again.
  private struct Retraced {
    var place = FeedPlace()
    var memory: DataMemory?
    /// The judge after the same quotes; `nil` where other quotes were believed then, as by an earlier rule.
    var judge: QuoteJudge?
  }

  /// How far the feed has been traded, and what its data was: as many minutes as were published, and of the next one
  /// what is not later than the last quote. Every quote that was published must be there, in its order.
  private func retrace(_ trader: Trader, having published: [Quote]) throws -> Retraced {
    var reader = try FeedReader(manifest.feed, profile: surroundings.profile)
    var retraced = Retraced()
    var met = 0
    var judge = QuoteJudge(surroundings.profile.belief)
    var believed: [Quote] = []
    func meet(_ quotes: some Sequence<Quote>) {
      for quote in quotes {
        if let quote = judge.judge(quote).believed { believed.append(quote) }
        guard met < published.count else { continue }
        let next = published[met]
        if quote.time == next.time, quote.bid == next.bid, quote.ask == next.ask { met += 1 }
      }
    }
    for _ in 0..<trader.minute {
      guard let quotes = try reader.next() else { break }
      meet(quotes)
      retraced.place.position = reader.position
    }
    let next = try reader.next() ?? []
    if let last = published.last, met < published.count {
      retraced.place.inMinute = next.prefix { $0.time <= last.time }.count
      meet(next.prefix(retraced.place.inMinute))
    }
    guard met == published.count else {
      let time = Date(timeIntervalSince1970: Double(published[met].time) / 1000).formatted(.iso8601)
      throw RecoveryError.disagrees(
        "the run's data is not what was traded: the quote that was published for \(time) is not there")
    }
    retraced.memory = reader.memory
    retraced.judge = believed == published ? judge : nil
    return retraced
  }
}
