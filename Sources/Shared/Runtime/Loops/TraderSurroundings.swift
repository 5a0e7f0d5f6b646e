package import Domain

/// What the trader's loop needs of the world: its memory, its venue, the latch and the ways out.
package protocol TraderSurroundings: AnyObject {
  associatedtype Message
  associatedtype Caller

  /// Puts a turn on the disk and its orders to the venue, and gives back its events ready to be sent.
  func store(_ turn: TraderTurn) throws -> [Message]
  /// Stores a command, and, where a process sent it, that it was received. When it returns, the command survives.
  func keep(_ command: WaitingCommand, position: Int64) throws
  /// What was replied to a command before; `nil` for a new one.
  func recordedReply(to id: String) throws -> CommandReply?

  func publish(_ message: Message) throws
  func reply(_ reply: CommandReply, to id: String, _ caller: Caller) throws

  /// What the latch says now.
  func latchTrips() -> [Trip]
  /// Puts a stop on the disk. Where that fails the stop still holds in memory.
  func writeLatch(_ trip: Trip)
  /// Takes a trip out of the latch, on a person's word.
  func archive(_ trip: String)
  /// The instant that a trip made here is to carry; milliseconds since 1970 UTC by the wall clock.
  var wallTime: Int64 { get }
}
