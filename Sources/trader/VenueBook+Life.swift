import Domain
import GridTrading
import ReferenceBot
import Runtime
import StopOnly

extension VenueBook {
  /// Tells the bot what the venue has and it does not remember: orders of which it died before it had written them down,
  /// positions that were closed while it could not live, and what others have opened in the account.
  func remind(_ life: inout TraderLife, bot: String) {
    let remembered = Set(life.trader.engine.positions.map { VenueLine.order(of: $0.id, bot: bot) })
    let orphans = own(of: bot).filter { !remembered.contains($0.key) }.values.sorted { $0.id < $1.id }
    let closings = closedAway.filter { $0.key == VenueLine.order(of: $0.value.id, bot: bot) }
      .values.sorted { $0.id < $1.id }
    life.expect(orphans, closings: closings)
    life.see(foreign: foreign(to: bot))
  }

  /// What is open under this bot's name and unknown to it, in order.
  func unremembered(by trader: Trader, bot: String) -> [OpenTrade] {
    let own = own(of: bot)
    guard own.count > 0 else { return [] }
    let remembered = Set(trader.engine.positions.map(\.id))
    return own.values.filter { !remembered.contains($0.id) }.sorted { $0.id < $1.id }
  }

  /// What is open under this bot's name and not as the bot has ordered it.
  func contradicted(by trader: Trader, bot: String) -> [OpenTrade] {
    let own = own(of: bot)
    return trader.engine.positions.compactMap { position in
      guard let listed = own[VenueLine.order(of: position.id, bot: bot)],
        listed.side != position.side || listed.lots != position.lots || listed.entryPrice != position.entryPrice
      else { return nil }
      return listed
    }
  }

  /// What is open and not this bot's.
  func foreign(to bot: String) -> [ForeignTrade] {
    let own = own(of: bot)
    return open.filter { own[$0.key] == nil }.map { ForeignTrade(order: $0.key, trade: $0.value) }
  }
}
