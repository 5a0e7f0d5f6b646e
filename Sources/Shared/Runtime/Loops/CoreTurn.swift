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
  /// What the memory itself could not read; `judge` adds what may not be carried out.
  package var setAside: [SetAside] = []
  /// Names of what was set aside at an earlier start and is no news.
  package var knownSetAside: Set<String> = []
  /// Steps whose recorded input is among that: the core goes on without them.
  package var lostSteps: Set<Int64> = []

  package init() {}

  /// Leaves only what may be given to the core or sent. What may not, and is news, is in `setAside` afterwards.
  package mutating func judge() {
    var judgement = StoredJudgement(role: C.role)
    kept = judgement.sift(kept)
    if let waiting = checkpoint?.waiting { checkpoint?.waiting = judgement.sift(waiting) }
    outbox = judgement.sift(outbox)
    setAside = (setAside + judgement.found).filter { !knownSetAside.contains($0.name) }
  }
}

/// Taking the same inputs again did not lead to the same events: `journalled` were committed, the core made `remade`.
package struct Divergence: EndingError, Hashable {
  package var role: Role
  package var journalled: Int64
  package var remade: Int64

  package var exitCode: Sysexits { .dataError }
}

extension Divergence: CustomStringConvertible {
  package var description: String {
    "the \(role.rawValue)'s journal has \(journalled) events, and the same inputs lead to \(remade) now: another build wrote it, "
      + "or what it heard has changed since; start the build that wrote it and take the run down with `sotano down`, or "
      + "move journals/\(role.rawValue).sqlite* away and let `sotano recover \(role.rawValue)` make it anew"
  }
}
