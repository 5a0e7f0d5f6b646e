package import Domain

/// What a core's loop needs of the world: a durable memory and the ways out. The process gives it files and sockets, the
/// fault simulator a disk and a network of its own.
package protocol CoreSurroundings: AnyObject {
  associatedtype C: Core
  /// An event ready to be sent.
  associatedtype Message
  /// The way back to whoever sent a command.
  associatedtype Caller

  /// Puts a turn on the disk, where it must be stored, and gives back its events ready to be sent. When it returns, the
  /// turn survives.
  func store(_ turn: CoreTurn<C>) throws -> [Message]
  /// Stores the commands of one turn in one commit, and, of those that a process sent, that they were received. When it
  /// returns, they survive.
  func keep(_ commands: [WaitingCommand], position: Int64) throws
  /// Writes down what is never given to the core, and says so in the log. When it returns, no later start meets it as
  /// news.
  func setAside(_ items: [SetAside], position: Int64) throws
  /// Stores that commands have been acknowledged and need no more sending.
  func settle(_ ids: [String]) throws
  /// What was replied to a command before; `nil` for a new one.
  func recordedReply(to id: String) throws -> CommandReply?

  func publish(_ message: Message) throws
  func beat(_ progress: LoopProgress) throws
  func send(_ command: OutgoingCommand, now: Int64) throws
  func askForRange(of role: Role, from sequence: Int64, now: Int64) throws
  func reply(_ reply: CommandReply, to id: String, _ caller: Caller) throws
  /// Puts a stop on the disk beside the bus.
  func writeLatch(_ trip: Trip)
}

/// How far a loop has come, as its beats tell it.
package struct LoopProgress: Hashable, Sendable {
  /// Number of the last durable event.
  package var sequence: Int64
  /// The last market minute with which this process is done, its commands acknowledged; `nil` before the first.
  package var minuteDone: Int64?
  package var time: MarketTime
  /// What has been taken in of the trader's stream; `nil` before the trader was heard.
  package var heard: HeardPosition?
}
