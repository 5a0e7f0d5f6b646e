/// What one turn of a loop may spend on requests. The rest waits for the next turn, and all timed work comes before it.
/// It has no clock: the loop passes the time.
package struct TurnBudget: Hashable, Sendable {
  /// For requests; monotonic milliseconds.
  package static let requests: Int64 = 20
  /// Of these, for reading requests, and refusing those for which there is no room.
  package static let intake: Int64 = 10
  /// For messages from the bus: published events, and replies, each.
  package static let bus: Int64 = 20
  /// Commands that one turn stores together, a count: the core carries them out in one piece.
  package static let commands = 16

  private let end: Int64
  private var commandsLeft: Int

  package init(from now: Int64, milliseconds: Int64 = requests, commands: Int = commands) {
    end = now &+ milliseconds
    commandsLeft = commands
  }

  /// Whether the turn may take one more.
  package func allows(at now: Int64) -> Bool {
    now < end && commandsLeft > 0
  }

  package mutating func noteCommand() {
    commandsLeft -= 1
  }
}
