package import Domain

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

/// The reply to a command's sender.
package enum CommandReply: Hashable, Sendable {
  /// It is stored durably and will be carried out.
  case received
  case done
  case refused(Refusal)
}

/// What one turn made. Where it `mustBeStored`, all of it goes into one commit before any of it is published.
package struct Turn<State: Sendable>: Sendable {
  /// Inputs from elsewhere than the trader's stream, with the steps at which the core took them; none of the trader's.
  package var inputs: [InputRecord] = []
  package private(set) var published: [NumberedEvent] = []
  package private(set) var commands: [OutgoingCommand] = []
  package private(set) var answers: [CommandAnswer] = []
  /// Inputs that the core has taken by the end of the turn; 0 of the trader's.
  package var steps: Int64 = 0
  /// The trader's event up to which inputs have been taken, or made where it is the trader's turn.
  package let position: Int64
  /// Number of the last durable event made.
  package let sequence: Int64
  package let time: MarketTime
  /// The whole state, where a checkpoint is due.
  package var checkpoint: State?

  /// Gives the durable events among the effects their numbers.
  ///
  /// - Parameters:
  ///   - sequence: the number of the last durable event before the turn; afterwards of the last one in it.
  ///   - position: the trader's event up to which inputs have been taken; `nil` for the trader's own turn.
  package init(_ effects: [Effect], after sequence: inout Int64, position: Int64?, time: MarketTime) {
    for effect in effects {
      switch effect {
      case .publish(let event):
        if event.isDurable { sequence += 1 }
        published.append(NumberedEvent(event, event.isDurable ? sequence : 0))
      case .send(let id, let command): commands.append(OutgoingCommand(id: id, command))
      case .answer(let id, let refusal): answers.append(CommandAnswer(id: id, refusal: refusal))
      }
    }
    self.sequence = sequence
    self.position = position ?? sequence
    self.time = time
  }

  /// Whether something in it needs a commit, with or without a checkpoint. A turn that needs none is replayed from the
  /// trader's stream.
  package var isLoud: Bool {
    !inputs.isEmpty || !commands.isEmpty || !answers.isEmpty || published.contains { $0.event.isJournalled }
  }

  package var mustBeStored: Bool { checkpoint != nil || isLoud }
}
