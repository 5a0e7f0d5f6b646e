import Domain
import Runtime
import TraderRuntime

extension World {
  /// The market minute that the trader reads.
  var nextMinute: Int {
    market.place(after: trader.loop?.life.place.position ?? trader.port.disk.checkpoint?.place.position ?? 0)
  }

  func moveMarket(_ life: Int) {
    guard trader.isAlive, trader.life == life, now < scenario.end + Scenario.calm - 8_000 else { return }
    let wait = max(feedSilentUntil, trader.condition.hungUntil, trader.condition.busyUntil)
    guard now >= wait else { return queue.add(.market(life: life), at: wait) }
    guard let place = trader.loop?.life.place, nextMinute < market.minutes.count else { return }
    let quotes = market.minutes[nextMinute]
    if place.inMinute < quotes.count {
      perform(.trader) { [trader] _ in try trader.advance(quotes[place.inMinute], now: now) }
      queue.add(.market(life: life), at: now + 60)
    } else {
      perform(.trader) { [trader] _ in try trader.endMinute(now: now) }
      queue.add(.market(life: life), at: now + 1_070)
    }
  }
}
