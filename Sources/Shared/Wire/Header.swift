package import Domain

/// Where a published message comes from and where it stands in its stream.
package struct Header: Hashable, Sendable {
  /// The version of the contract that this build speaks.
  package static let protocolVersion: UInt32 = 1

  package var bot: BotName
  /// `nil` where the message is about no symbol.
  package var symbol: Symbol?
  package var sender: Role
  /// The sender's durable boot counter, from 1.
  package var epoch: Int64
  /// Position in the durable or the transient stream, from 1. The durable stream goes on across epochs without gaps;
  /// the transient one restarts with every epoch.
  package var sequence: Int64
  /// Which of the sender's two streams.
  package var isDurable: Bool
  /// When it happened by the market's clock.
  package var time: MarketTime
  /// Milliseconds since 1970 UTC by the sender's wall clock; nothing is decided by it.
  package var sentAt: Int64
  /// `CLOCK_MONOTONIC` milliseconds after which the message is worthless; `nil` for never.
  package var deadline: Int64?

  package init(
    bot: BotName, symbol: Symbol?, sender: Role, epoch: Int64, sequence: Int64, isDurable: Bool, time: MarketTime,
    sentAt: Int64, deadline: Int64? = nil
  ) {
    self.bot = bot
    self.symbol = symbol
    self.sender = sender
    self.epoch = epoch
    self.sequence = sequence
    self.isDurable = isDurable
    self.time = time
    self.sentAt = sentAt
    self.deadline = deadline
  }
}
