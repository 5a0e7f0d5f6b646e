import Domain
import Foundation
import GridTrading
import Journal
import ReferenceBot
import Runtime
import StopOnly

/// The bot's past as its stream tells it, turn by turn.
struct TraderPast {
  private(set) var trader: Trader
  /// What belongs in the journal, in its order.
  private(set) var journalled: [(kind: String, sequence: Int64, payload: Data)] = []
  /// Trades that were told as open and not as closed.
  private var open: [TradeID: OpenTrade] = [:]
  private var realised = Money.zero
  /// The turn that is being read, which may have been the last.
  private var turn: [StreamedEvent] = []
  private var end: Int64 = 0
  private(set) var lost: [String] = []
  private let ordered: Set<String>
  private let bot: String

  /// - Parameter venue: the venue's list, whole.
  init(_ trader: Trader, venue: VenueBook, bot: String) {
    self.trader = trader
    self.bot = bot
    ordered = venue.known
  }

  mutating func take(_ item: StreamedEvent, _ record: StreamLog.Record) {
    if item.beginsTurn { live() }
    turn.append(item)
    if item.event.isJournalled {
      journalled.append((kind: item.event.journalKind, sequence: item.sequence, payload: record.payload))
    }
  }

  /// Ends the last turn.
  ///
  /// - Parameter taken: the last event that another process has taken: that was told for certain.
  /// - Returns: the number of the last event that stands.
  mutating func finish(keeping taken: Int64) -> Int64 {
    let orders = turn.compactMap { item in
      if case .tradeOpened(let trade) = item.event { VenueLine.order(of: trade.id, bot: bot) } else { nil }
    }
    if orders.allSatisfy({ ordered.contains($0) }) || turn.first.map({ $0.sequence <= taken }) ?? true {
      live()
    } else {
      lost.append("the last turn, which was never told: \(orders.joined(separator: ", ")) not ordered")
      turn.removeAll()
    }
    return end
  }

  private mutating func live() {
    guard let last = turn.last else { return }
    trader.relive(turn.map(\.event))
    for item in turn {
      switch item.event {
      case .tradeOpened(let trade): open[trade.id] = trade
      case .tradeClosed(let closed):
        open[closed.trade.id] = nil
        realised += closed.profit
      default: break
      }
    }
    end = last.sequence
    turn.removeAll(keepingCapacity: true)
  }

  /// - Throws: `RecoveryError.disagrees` where the bot that has come of it is not the one that published.
  func check(against venue: VenueBook) throws(RecoveryError) {
    let own = Set(trader.engine.positions.map(\.id))
    guard own == Set(open.keys) else {
      let odd = own.symmetricDifference(open.keys).sorted().map(\.description).joined(separator: ", ")
      throw .disagrees("its stream says otherwise of trade \(odd)")
    }
    guard trader.engine.realised == realised else {
      throw .disagrees(
        "its stream tells of \(realised) realised, and the same trades come to \(trader.engine.realised)")
    }
    let unknown = own.map { VenueLine.order(of: $0, bot: bot) }.filter { !ordered.contains($0) }.sorted()
    guard unknown.isEmpty else {
      throw .disagrees("the venue's list does not know \(unknown.joined(separator: ", "))")
    }
  }
}
