internal import Domain
internal import Journal
internal import Safety
package import Wire

/// What the processes of all rooms do alike around their loops: send beats and answer requests.
package protocol RoomProcess: AnyObject {
  var ambience: Ambience { get }
  var links: Links { get }
  /// What the next beat says of the process.
  var beat: Beat { get }

  /// The latest message of every topic.
  func snapshot() -> Reply.Content
  /// Durable events of its own from a number on; it answers by itself.
  func answerRange(_ incoming: Links.Incoming, from: Int64, limit: Int64) throws
  /// Stops that hold.
  func trips(from: Int, limit: Int) -> Reply.Content
  /// A command from a sender who may give one.
  func receive(_ command: WaitingCommand, _ incoming: Links.Incoming, now: Int64) throws
  /// A sender that is neither a process of the stack nor a person of its user was refused.
  func noteRefused(_ incoming: Links.Incoming)
  /// Timed work; called between any two requests.
  func attend(now: Int64) throws
}

extension RoomProcess {
  package func noteRefused(_ incoming: Links.Incoming) {}

  /// Answers as many requests as the turn has time for. The commands among them wait to be stored together.
  package func readRequests() throws {
    var budget = TurnBudget(from: MonotonicTime.now.milliseconds)
    try links.takeInRequests()
    while case let now = MonotonicTime.now.milliseconds, budget.allows(at: now), let incoming = links.nextRequest() {
      try answer(incoming, now: now, &budget)
      try attend(now: now)
    }
  }

  private func answer(_ incoming: Links.Incoming, now: Int64, _ budget: inout TurnBudget) throws {
    let request = incoming.request
    guard request.bot == ambience.bot else {
      return try links.reply(incoming, .error("this stack's bot is \(ambience.bot), not \(request.bot)"))
    }
    switch request.content {
    case .query(.status): try links.reply(incoming, .status(beat))
    case .query(.snapshot): try links.reply(incoming, snapshot())
    case .query(.range(let from, let limit)): try answerRange(incoming, from: from, limit: limit)
    case .query(.trips(let from, let limit)): try links.reply(incoming, trips(from: from, limit: limit))
    case .command(let command):
      budget.noteCommand()
      guard let origin = ambience.origin(of: incoming) else {
        noteRefused(incoming)
        return try links.reply(incoming, .refused(.notAuthorised("this peer has no role and gives no name")))
      }
      try receive(WaitingCommand(id: request.id, command: command, origin: origin), incoming, now: now)
    }
  }

  /// Ends a process whose lock was taken away: another may hold its role by now.
  package func demandLock() throws {
    guard ambience.lock.stillStands else { throw StartError.lock(.taken(role: ambience.role, by: nil)) }
  }

  /// Binds a socket again whose file somebody removed.
  package func renewBindings() {
    links.renewBindings(where: { ambience.lock.stillStands })
  }
}
