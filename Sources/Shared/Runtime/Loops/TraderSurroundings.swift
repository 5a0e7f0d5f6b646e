package import Domain

/// What the trader's loop needs of the world: its memory, its venue, the latch and the ways out.
package protocol TraderSurroundings: AnyObject {
  associatedtype Message
  associatedtype Caller

  /// Puts a turn on the disk and its orders to the venue, and gives back its events ready to be sent.
  func store(_ turn: TraderTurn) throws -> [Message]
  /// Stores the commands of one turn in one commit, and, of those that a process sent, that they were received. When it
  /// returns, they survive.
  func keep(_ commands: [WaitingCommand], position: Int64) throws
  /// Writes down what is never carried out, and says so in the log. When it returns, no later start meets it as news.
  func setAside(_ items: [SetAside], position: Int64) throws
  /// What was replied to a command before; `nil` for a new one.
  func recordedReply(to id: String) throws -> CommandReply?

  func publish(_ message: Message) throws
  func reply(_ reply: CommandReply, to id: String, _ caller: Caller) throws

  /// Every trip that the latch holds now. It may say nothing where that is what it said before.
  func latchTrips() -> [Trip]
  /// Stops that have been acknowledged and not given to the loop. From now on an order may be on its way.
  func uncollectedStops() -> [Trip]
  /// Puts a stop on the disk. Where that fails the stop still holds in memory.
  func writeLatch(_ trip: Trip)
  /// Adds to the list of what needs a person.
  func alarm(_ text: String)
  /// Takes a trip out of the latch, on a person's word.
  func archive(_ trip: String)
  /// Takes many trips out of the latch.
  func archive(_ trips: [String])
  /// The instant that a trip made here is to carry; milliseconds since 1970 UTC by the wall clock.
  var wallTime: Int64 { get }
}

extension TraderSurroundings {
  package func uncollectedStops() -> [Trip] { [] }

  package func alarm(_ text: String) {}

  package func archive(_ trips: [String]) {
    for trip in trips { archive(trip) }
  }
}
