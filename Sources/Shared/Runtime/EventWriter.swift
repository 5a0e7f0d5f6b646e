package import Domain
package import Wire

/// Encodes what a process publishes. Durable events have their numbers from the loop; what is transient is numbered here.
package struct EventWriter: Sendable {
  package let bot: BotName
  package let symbol: Symbol
  package let role: Role
  package let epoch: Int64
  /// Number of the last transient message of this epoch.
  package private(set) var transient: Int64 = 0
  private let wallClock: @Sendable () -> Int64

  package init(
    bot: BotName, symbol: Symbol, role: Role, epoch: Int64, wallClock: @escaping @Sendable () -> Int64
  ) {
    self.bot = bot
    self.symbol = symbol
    self.role = role
    self.epoch = epoch
    self.wallClock = wallClock
  }

  /// The event under the number that it has been given, ready to be sent.
  package mutating func encode(_ item: NumberedEvent, at time: MarketTime) throws(WireError) -> Frames {
    let isDurable = item.event.isDurable
    if !isDurable { transient += 1 }
    return try Envelope(
      header: header(isDurable ? item.sequence : transient, time: time, isDurable: isDurable),
      payload: .event(item.event)
    ).encoded()
  }

  package mutating func encode(_ beat: Beat, at time: MarketTime) throws(WireError) -> Frames {
    transient += 1
    return try Envelope(header: header(transient, time: time, isDurable: false), payload: .beat(beat)).encoded()
  }

  private func header(_ sequence: Int64, time: MarketTime, isDurable: Bool) -> Header {
    Header(
      bot: bot, symbol: symbol, sender: role, epoch: epoch, sequence: sequence, isDurable: isDurable, time: time,
      sentAt: wallClock())
  }
}
