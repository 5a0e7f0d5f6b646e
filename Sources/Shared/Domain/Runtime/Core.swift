/// The pure core of one process: a value that takes an input and returns what should happen.
///
/// It reads no clock, does no I/O and spawns nothing, so the same value runs as a process over the bus, under virtual
/// time in an evaluation, and under a fault simulator. Its state is `Codable`: the shell stores it with the position of
/// the inputs that it has seen, and after a crash replaying the rest of the inputs brings it to the same state and the
/// same effects, number for number.
package protocol Core: Sendable, Codable {
  static var role: Role { get }
  /// The kinds of events that it takes as inputs.
  static var hears: Set<EventKind> { get }

  /// Takes one input. Inputs come in the order (minute, sender's rank, sequence number); at the end of every market
  /// minute comes `Input.Content.endOfMinute`.
  mutating func receive(_ input: Input) -> [Effect]

  /// Continues after the loss of its journal, in a state that was rebuilt from what others have published.
  ///
  /// - Returns: the events that end, by name, whatever others still believe to be under way and nobody continues.
  mutating func goOn(after loss: MemoryLoss) -> [Effect]

  /// The event published under a number of the lost stream that nobody has read; `nil` where every number was read by
  /// somebody.
  static func standIn(for loss: MemoryLoss, number: Int64) -> Event?
}

extension Core {
  /// The processes whose events it takes as inputs, in order of rank.
  package static var sources: [Role] {
    Role.allCases.filter { role in hears.contains { $0.speaker == role } }
  }

  /// The processes whose end of a minute it must know of before it can run its own, and the trader.
  package static var awaited: [Role] {
    Role.allCases.filter { $0 != role && ($0 == .trader || $0 == role.predecessor || sources.contains($0)) }
  }

  package mutating func goOn(after loss: MemoryLoss) -> [Effect] { [] }
  package static func standIn(for loss: MemoryLoss, number: Int64) -> Event? { nil }
}

/// One input of a core, and when.
package struct Input: Hashable, Sendable, Codable {
  package enum Content: Hashable, Sendable, Codable {
    /// A published fact of another process.
    case event(Event)
    /// A request; `Effect.answer` with the same id says how it ended.
    indirect case command(id: String, Command, from: Origin)
    /// Everything of this market minute has been delivered.
    case endOfMinute(Int64)
    /// This process has been started for the given time; its durable epoch, which rises with every start.
    case started(epoch: Int64)
    /// No quote has come for so long while the market is open, in milliseconds of open market at the run's pace. For
    /// the core that watches the feed; a closed market and the end of the data are not silence.
    case silence(milliseconds: Int64)
  }

  /// The market's time when it happened: for an event its own, for a command that of the last quote.
  package var time: MarketTime
  package var content: Content

  package init(time: MarketTime, content: Content) {
    self.time = time
    self.content = content
  }
}

/// What a core wants done.
package enum Effect: Hashable, Sendable, Codable {
  /// Journal where the event calls for it, then publish.
  case publish(Event)
  /// Put in the outbox and resend until it is acknowledged. The core makes the id, unique for ever within its bot:
  /// `ROLE-EPOCH-COUNTER`, or for a stop the trip's own. A command sent twice with one id is carried out once.
  indirect case send(id: String, Command)
  /// Answer a command: `nil` is success.
  indirect case answer(id: String, Refusal?)
}

/// A journal that was lost, as far as others know what was in it.
package struct MemoryLoss: Hashable, Sendable {
  /// What the process had published, and others have heard, in the order of its numbers.
  package var told: [Event]
  /// The number of the last of them.
  package var lastNumber: Int64
  /// The configurations that the trader has put in force, in their order, and when.
  package var applied: [Applied]
  /// Who accepted the loss and why; for a person.
  package var sentence: String

  package struct Applied: Hashable, Sendable {
    package var configuration: ConfigurationApplied
    package var time: MarketTime

    package init(_ configuration: ConfigurationApplied, time: MarketTime) {
      self.configuration = configuration
      self.time = time
    }
  }

  package init(told: [Event], lastNumber: Int64, applied: [Applied], sentence: String) {
    self.told = told
    self.lastNumber = lastNumber
    self.applied = applied
    self.sentence = sentence
  }
}
