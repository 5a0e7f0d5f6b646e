internal import Domain
internal import Runtime
internal import Wire

/// An event with the market's time when it happened, as a published message carries it.
struct ToldEvent: Hashable {
  var item: NumberedEvent
  var time: MarketTime

  var event: Event { item.event }
  var sequence: Int64 { item.sequence }
}

/// What travels between processes, and from persons to them.
enum Packet {
  case beat(Beat)
  /// Durable events of one turn.
  case events(from: Role, [ToldEvent])
  /// A command; its sender is its origin.
  case command(WaitingCommand, deadline: Int64)
  /// A stop by the trader's own socket for it.
  case stop(Trip, id: String, from: Origin)
  case reply(CommandReply, id: String)
  case rangeRequest(by: Role, from: Int64)
  case range(of: Role, [ToldEvent], last: Int64)
}

extension Packet {
  /// Whether it comes by a subscription.
  var isPublished: Bool {
    switch self {
    case .beat, .events: true
    case .command, .stop, .reply, .rangeRequest, .range: false
    }
  }
}

/// A packet on its way out of a process.
struct Outgoing {
  /// `nil` for everybody who listens to the sender.
  var to: Role?
  var packet: Packet
}
