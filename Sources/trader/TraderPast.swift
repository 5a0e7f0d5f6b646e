import Domain
import Foundation
import GridTrading
import Journal
import ReferenceBot
import Runtime
import Stack
import StopOnly
import TraderRuntime

/// The bot's past from its stream, turn by turn.
struct TraderPast {
  private(set) var trader: Trader
  /// What belongs in the journal, in its order.
  private(set) var journalled: [(kind: String, sequence: Int64, payload: Data)] = []
  /// Quotes that were believed, in their order.
  private(set) var quotes: [Quote] = []
  /// What was lost, a line each.
  private(set) var lost: [String] = []
  /// Trades that were published as open and not as closed.
  private var open: Set<TradeID> = []
  private var opened: Set<TradeID> = []
  private var realised = Money.zero
  /// Stops in force of which the last report gave only the count.
  private var unlisted = 0
  /// The turn that is being read, which may have been the last.
  private var turn: [StreamedEvent] = []
  private var end: Int64 = 0
  private let venue: VenueBook
  private let bot: String

  /// - Parameter venue: the venue's list, whole, with the ends of all its orders.
  init(_ trader: Trader, venue: VenueBook, bot: String) {
    self.trader = trader
    self.venue = venue
    self.bot = bot
  }

  mutating func take(_ item: StreamedEvent, _ record: StreamLog.Record) {
    if item.beginsTurn { live() }
    turn.append(item)
    if item.event.isJournalled {
      journalled.append((kind: item.event.kind.rawValue, sequence: item.sequence, payload: record.payload))
    }
  }

  private mutating func live() {
    guard let last = turn.last else { return }
    trader.relive(turn.map(\.event))
    for item in turn {
      switch item.event {
      case .quotes(let batch): quotes += batch.quotes
      case .tradeOpened(let trade):
        open.insert(trade.id)
        opened.insert(trade.id)
      case .tradeClosed(let closed):
        open.remove(closed.trade.id)
        realised += closed.profit
      case .safety(let report): unlisted = report.more
      default: break
      }
    }
    end = last.sequence
    turn.removeAll(keepingCapacity: true)
  }

  /// Ends the last turn. One that the venue has not heard of, or that was torn, was never published, and is left out.
  ///
  /// - Parameter heard: the last event that another process has heard of: that was published for certain.
  /// - Returns: the number of the last event that stands.
  /// - Throws: `RecoveryError.disagrees` where the resulting bot is not the one that published.
  mutating func finish(keeping heard: Int64) throws(RecoveryError) -> Int64 {
    var shorter = self
    live()
    do throws(RecoveryError) {
      try check()
    } catch {
      guard let first = shorter.turn.first?.sequence, first > heard, first > 1 else { throw error }
      shorter.turn.removeAll()
      shorter.lost.append("the trader's last turn, from event \(first) on, which nobody had heard of")
      self = shorter
      try check()
    }
    if unlisted > 0 {
      lost.append("\(unlisted) of the stops in force, which the stream only counts; those that it lists hold the level")
    }
    trader.doubtVenue()
    return end
  }

  private func check() throws(RecoveryError) {
    let own = Set(trader.engine.positions.map(\.id))
    try agree(own.symmetricDifference(open), "its stream says otherwise of trade")
    guard trader.engine.realised == realised else {
      throw .disagrees(
        "its stream tells of \(realised) realised, and the same trades come to \(trader.engine.realised)")
    }
    // The venue is written after the stream: what it knows was published, and what was published it knows.
    let listed = Set(venue.own(of: bot).values.map(\.id))
    try agree(listed.subtracting(own), "the venue's list has open what its stream has not: trade")
    try agree(opened.filter { !venue.known.contains(name($0)) }, "the venue's list does not know trade")
    try agree(
      own.subtracting(listed).filter { venue.ends[name($0)] == nil }, "the venue's list does not have open trade")
    // What somebody else closed is booked at the next start; what the bot closed itself it has published.
    let lastTime = quotes.last?.time ?? 0
    try agree(
      own.filter { id in
        guard let end = venue.ends[name(id)], venue.closedAway[name(id)] == nil else { return false }
        return end.time > lastTime
      }, "the venue's list tells of an end of which its stream does not tell: trade")
    let told = Set(opened.map(name))
    let untold = venue.known.filter { isOwn($0) && !told.contains($0) }.sorted()
    guard untold.isEmpty else {
      throw .disagrees("the venue took \(untold.prefix(5).joined(separator: ", ")), of which its stream does not tell")
    }
  }

  private func name(_ id: TradeID) -> String { VenueLine.order(of: id, bot: bot) }

  /// Whether an order has a name that only this bot uses.
  private func isOwn(_ order: String) -> Bool {
    guard let number = order.split(separator: "-").last.flatMap({ Int64($0) }) else { return false }
    return order == name(TradeID(number))
  }

  private func agree(_ odd: some Sequence<TradeID>, _ text: String) throws(RecoveryError) {
    let names = odd.sorted().map(\.description)
    guard !names.isEmpty else { return }
    throw .disagrees("\(text) \(names.prefix(5).joined(separator: ", "))")
  }
}
