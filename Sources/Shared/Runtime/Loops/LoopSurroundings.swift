package import Domain

/// What every loop needs of the world: durable memory and the ways to publish and reply. A process provides files and
/// sockets, the fault simulator a disk and a network of its own.
package protocol LoopSurroundings: AnyObject {
  associatedtype State: StoredState
  /// An event ready to be sent.
  associatedtype Message
  /// The way back to a command's sender.
  associatedtype Caller

  /// Stores a turn, where it must be stored, and returns its events ready to be sent. When it returns, the turn is
  /// durable.
  func store(_ turn: Turn<State>) throws -> [Message]
  /// Stores the commands of one turn in one commit, and, of those that a process sent, that they were received. When it
  /// returns, they are durable.
  func keep(_ commands: [WaitingCommand], position: Int64) throws
  /// Records what will never be carried out, and logs it. When it returns, no later start reports it again.
  func setAside(_ items: [SetAside], position: Int64) throws
  /// What was replied to a command before; `nil` for a new one.
  func recordedReply(to id: String) throws -> CommandReply?

  func publish(_ message: Message) throws
  func reply(_ reply: CommandReply, to id: String, _ caller: Caller) throws
  /// Puts a stop on the disk beside the bus. Where that fails the stop still holds in memory.
  func writeLatch(_ trip: Trip)
}

/// How far a loop has come, as its beats report it.
package struct LoopProgress: Hashable, Sendable {
  /// Number of the last durable event.
  package var sequence: Int64
  /// The last market minute that this process has finished, its commands acknowledged; `nil` before the first.
  package var minuteDone: Int64?
  package var time: MarketTime
  /// How far the trader's stream has been read; `nil` before the trader was heard.
  package var heard: HeardPosition?

  package init(sequence: Int64, minuteDone: Int64?, time: MarketTime, heard: HeardPosition?) {
    self.sequence = sequence
    self.minuteDone = minuteDone
    self.time = time
    self.heard = heard
  }
}
