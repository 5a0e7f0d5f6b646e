package import Domain
package import Wire

/// Numbers and encodes what a process publishes.
package struct EventWriter: Sendable {
  package let bot: BotName
  package let symbol: Symbol
  package let role: Role
  package let epoch: Int64
  /// Number of the last durable message; goes on across restarts.
  package var durable: Int64
  /// Number of the last transient message of this epoch.
  package private(set) var transient: Int64 = 0
  private let wallClock: @Sendable () -> Int64

  package init(
    bot: BotName, symbol: Symbol, role: Role, epoch: Int64, durable: Int64, wallClock: @escaping @Sendable () -> Int64
  ) {
    self.bot = bot
    self.symbol = symbol
    self.role = role
    self.epoch = epoch
    self.durable = durable
    self.wallClock = wallClock
  }

  /// The event under its next number, ready to be sent.
  package mutating func encode(_ event: Event, at time: MarketTime) throws(WireError) -> Frames {
    if event.isDurable { durable += 1 } else { transient += 1 }
    return try Envelope(
      header: header(time: time, isDurable: event.isDurable), payload: .event(event)
    ).encoded()
  }

  /// The event under the number that it has been given.
  package mutating func encode(_ item: NumberedEvent, at time: MarketTime) throws(WireError) -> Frames {
    if item.event.isDurable { durable = item.sequence - 1 }
    return try encode(item.event, at: time)
  }

  package mutating func encode(_ beat: Beat, at time: MarketTime) throws(WireError) -> Frames {
    transient += 1
    return try Envelope(header: header(time: time, isDurable: false), payload: .beat(beat)).encoded()
  }

  private func header(time: MarketTime, isDurable: Bool) -> Header {
    Header(
      bot: bot, symbol: symbol, sender: role, epoch: epoch, sequence: isDurable ? durable : transient,
      isDurable: isDurable, time: time, sentAt: wallClock())
  }
}
