package import Domain
package import Safety

/// An event under its number in its speaker's durable stream; 0 for a transient one, which has none.
package struct NumberedEvent: Hashable, Sendable {
  package var event: Event
  package var sequence: Int64

  package init(_ event: Event, _ sequence: Int64) {
    self.event = event
    self.sequence = sequence
  }
}

/// A command for another process, under its id.
package struct OutgoingCommand: Hashable, Sendable {
  package var id: String
  package var command: Command

  package init(id: String, _ command: Command) {
    self.id = id
    self.command = command
  }
}

/// How a command ended: carried out, or refused.
package struct CommandAnswer: Hashable, Sendable {
  package var id: String
  package var refusal: Refusal?
}

/// What a sender hears about its command.
package enum CommandReply: Hashable, Sendable {
  /// It is kept durably and will be carried out.
  case received
  case done
  case refused(Refusal)
}

/// What one turn of a core made. Where it `mustBeStored`, all of it goes into one commit before any of it is told.
package struct CoreTurn<C: Core>: Sendable {
  /// Inputs from elsewhere than the trader's stream, with the steps at which the core took them.
  package var inputs: [InputRecord]
  package var published: [NumberedEvent] = []
  package var commands: [OutgoingCommand] = []
  package var answers: [CommandAnswer] = []
  /// Inputs that the core has taken by the end of the turn.
  package var steps: Int64
  /// The trader's event up to which inputs have been taken.
  package var position: Int64
  /// Number of the last durable event made.
  package var sequence: Int64
  package var time: MarketTime
  /// The whole state, where it is time to keep it.
  package var checkpoint: HostState<C>?

  /// A turn of which nothing is to survive is made again from the trader's stream.
  package var mustBeStored: Bool {
    checkpoint != nil || !inputs.isEmpty || !commands.isEmpty || !answers.isEmpty
      || published.contains { $0.event.isJournalled }
  }
}

/// What a core's memory gives back at a start.
package struct StoredCore<C: Core>: Sendable {
  package var checkpoint: HostState<C>?
  /// Inputs that had been taken by the last commit; `nil` where nothing has been committed.
  package var steps: Int64?
  /// Number of the last durable event that has been committed.
  package var sequence: Int64 = 0
  /// Inputs and commands committed since the checkpoint, in their order.
  package var inputs: [InputRecord] = []
  package var kept: [WaitingCommand] = []
  /// Commands that nobody has acknowledged.
  package var outbox: [OutgoingCommand] = []

  package init() {}
}

/// Taking the same inputs again did not lead to the same events: `journalled` were committed, the core made `remade`.
package struct Divergence: EndingError, Hashable {
  package var role: Role
  package var journalled: Int64
  package var remade: Int64

  package var exitCode: Sysexits { .dataError }
}
