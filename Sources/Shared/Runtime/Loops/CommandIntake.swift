package import Domain

/// How a loop accepts commands and answers them: checks recipient, recorded reply, deadline and bound, then stores,
/// then replies to the sender. No acknowledged command is lost, and none is carried out twice.
package struct CommandIntake<Surroundings: LoopSurroundings> {
  /// Commands that have been read and are to be stored together.
  package struct Batch {
    /// Those that are new, each once, in the order in which they came.
    package fileprivate(set) var commands: [WaitingCommand] = []
    /// All senders, those of a known command too.
    fileprivate var callers: [(command: WaitingCommand, caller: Surroundings.Caller)] = []
    /// Whether one of them came from a person, for whom nothing waits.
    package var isFromPerson: Bool { callers.contains { if case .person = $0.command.origin { true } else { false } } }
  }

  /// Commands that may wait for their turn, these included: before the trader's first word, before monitor and controller
  /// have beaten, or for the end of a market minute. They are in the memory and in every checkpoint.
  private static var mostWaiting: Int { 256 }

  private let surroundings: Surroundings
  private let role: Role
  private var batch = Batch()
  /// People who wait for an outcome, by their command.
  private var callers: [String: Surroundings.Caller] = [:]

  package init(_ surroundings: Surroundings, role: Role) {
    self.surroundings = surroundings
    self.role = role
  }

  /// Judges a command. It is refused at once, answered as before, or added to the batch; see `store`.
  ///
  /// - Parameter waiting: commands that are stored and not carried out yet.
  package mutating func receive(
    _ command: WaitingCommand, deadline: Int64, caller: Surroundings.Caller, now: Int64,
    beside waiting: [WaitingCommand]
  ) throws {
    if let reply = try reply(to: command, deadline: deadline, now: now, beside: waiting) {
      return try surroundings.reply(reply, to: command.id, caller)
    }
    let isKnown = (waiting + batch.commands).contains { $0.id == command.id }
    if !isKnown { batch.commands.append(command) }
    batch.callers.append((command, caller))
  }

  /// The reply to a command that is not accepted; `nil` for one that is.
  private func reply(
    to command: WaitingCommand, deadline: Int64, now: Int64, beside waiting: [WaitingCommand]
  ) throws -> CommandReply? {
    if let objection = command.objection(for: role) { return .refused(objection) }
    if let recorded = try surroundings.recordedReply(to: command.id) { return recorded }
    guard now < deadline else { return .refused(.unavailable("the deadline is over")) }
    let queued = waiting.count + batch.commands.count
    guard queued >= Self.mostWaiting, !waiting.contains(where: { $0.id == command.id }) else { return nil }
    return .refused(.busy(queued: Int64(queued), limit: Int64(Self.mostWaiting)))
  }

  /// Stores what has come since the last time in one commit; `nil` for nothing. `acknowledge` it once the loop has it.
  package mutating func store(position: Int64) throws -> Batch? {
    guard !batch.callers.isEmpty else { return nil }
    defer { batch = Batch() }
    if !batch.commands.isEmpty { try surroundings.keep(batch.commands, position: position) }
    return batch
  }

  /// A process is told that its command is stored; a person, how it ended.
  package mutating func acknowledge(_ batch: Batch) throws {
    for (command, caller) in batch.callers {
      if case .role = command.origin {
        try surroundings.reply(.received, to: command.id, caller)
      } else {
        callers[command.id] = caller
      }
    }
  }

  /// Stores a turn, publishes it, and answers the people who wait for what it carried out.
  package mutating func finish(_ turn: Turn<Surroundings.State>) throws {
    for message in try surroundings.store(turn) { try surroundings.publish(message) }
    for answer in turn.answers {
      guard let caller = callers.removeValue(forKey: answer.id) else { continue }
      try surroundings.reply(answer.refusal.map { .refused($0) } ?? .done, to: answer.id, caller)
    }
  }
}
