import Domain
import GridTrading
import ReferenceBot
import Runtime
import StopOnly
import TraderRuntime

extension VenueBook {
  /// Tells the bot what the venue has and it does not remember: orders that a crash kept it from recording, positions
  /// that were closed while it could not run, and what others have opened in the account.
  func remind(_ life: inout TraderLife, bot: String) {
    let remembered = Set(life.trader.engine.positions.map { VenueLine.order(of: $0.id, bot: bot) })
    let orphans = own(of: bot).filter { !remembered.contains($0.key) && life.trader.mayHaveOrdered($0.value) }
      .values.sorted { $0.id < $1.id }
    let closings = closedAway.filter { $0.key == VenueLine.order(of: $0.value.id, bot: bot) }
      .values.sorted { $0.id < $1.id }
    life.expect(orphans, closings: closings)
    life.see(foreign: foreign(to: life.trader, bot: bot))
  }

  /// What is open under this bot's name and not as the bot has ordered it.
  func contradicted(by trader: Trader, bot: String) -> [OpenTrade] {
    let own = own(of: bot)
    return trader.engine.positions.compactMap { position in
      guard let listed = own[VenueLine.order(of: position.id, bot: bot)],
        !listed.isSameOrder(as: position)
      else { return nil }
      return listed
    }
  }

  /// What is open and the bot neither remembers nor expects.
  func foreign(to trader: Trader, bot: String) -> [ForeignTrade] {
    let own = own(of: bot)
    let known = trader.knownPositions
    return open.compactMap { order, trade in
      let hasOwnName = own[order] != nil
      guard !hasOwnName || !known.contains(trade.id) else { return nil }
      return ForeignTrade(order: order, trade: trade, hasOwnName: hasOwnName)
    }
  }
}
