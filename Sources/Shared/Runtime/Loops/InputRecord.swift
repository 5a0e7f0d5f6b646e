package import Domain

/// An input that came from elsewhere than the trader's stream, and the step at which the core took it.
///
/// With these, the trader's stream and the last checkpoint, a process that crashed recovers the same state.
package struct InputRecord: Hashable, Sendable, Codable {
  package static let kind = "input"

  /// How many inputs the core had taken before this one.
  package var step: Int64
  /// The stream that it came from and its number there; `nil` for a command or a start.
  package var sender: Role?
  package var sequence: Int64
  package var input: Input
}

/// A command that has been acknowledged but not yet given to the core.
package struct WaitingCommand: Hashable, Sendable, Codable {
  package static let kind = "command"

  package var id: String
  package var command: Command
  package var origin: Origin

  package init(id: String, command: Command, origin: Origin) {
    self.id = id
    self.command = command
    self.origin = origin
  }
}

/// Everything that a process must recover: its core and how far its inputs had come.
package struct HostState<C: Core>: StoredState {
  package var core: C
  /// Inputs that the core has taken.
  package var steps: Int64
  /// Number of the last durable event published.
  package var sequence: Int64
  /// Number of the last event taken of each source's stream, by the source's rank.
  package var heads: [Int64]
  /// The last market minute that is over.
  package var minute: Int64
  /// A minute of which everything but its end has been delivered.
  package var openMinute: Int64?
  package var time: MarketTime
  package var waiting: [WaitingCommand]
}
