/// What one turn of a loop may spend on what others ask of it. What is left waits for the next turn, and everything that
/// has a time of its own comes first again. It has no clock: the loop says what time it is.
package struct TurnBudget: Hashable, Sendable {
  /// For requests; monotonic milliseconds.
  package static let requests: Int64 = 20
  /// Of these, for taking requests in, and refusing those that find no place.
  package static let intake: Int64 = 10
  /// For what the bus brings, of published events and of replies each.
  package static let bus: Int64 = 20
  /// Commands that one turn stores together, a count: what they cost a core comes in one piece.
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
