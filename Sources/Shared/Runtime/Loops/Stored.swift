package import Domain

/// The state of a loop as far as commands wait in it.
package protocol StoredState: Sendable, Codable {
  var waiting: [WaitingCommand] { get set }
}

/// What a loop's memory returns at a start.
///
/// `Past` is what has happened since the checkpoint, in the form that the room replays: a core's own inputs
/// (`CorePast`), or the bot's stream.
package struct Stored<State: StoredState, Past: Sendable>: Sendable {
  package var checkpoint: State?
  package var past: Past
  /// Commands stored since the checkpoint.
  package var kept: [WaitingCommand] = []
  /// Commands of its own that nobody has acknowledged.
  package var outbox: [OutgoingCommand] = []
  /// What the memory itself could not read; `judge` adds what may not be carried out.
  package var setAside: [SetAside] = []
  /// Names of what was set aside at an earlier start, already reported.
  package var knownSetAside: Set<String> = []

  package init(past: Past) {
    self.past = past
  }

  /// Keeps only what may be given to the core or sent. What may not, and is not reported yet, is in `setAside`
  /// afterwards.
  package mutating func judge(for role: Role) {
    var judgement = StoredJudgement(role: role)
    kept = judgement.sift(kept)
    if let waiting = checkpoint?.waiting { checkpoint?.waiting = judgement.sift(waiting) }
    outbox = judgement.sift(outbox)
    setAside = (setAside + judgement.found).filter { !knownSetAside.contains($0.name) }
  }
}

/// A core's inputs since its last checkpoint.
package struct CorePast: Sendable {
  /// Inputs that had been taken by the last commit; `nil` where nothing has been committed.
  package var steps: Int64?
  /// Number of the last durable event that has been committed.
  package var sequence: Int64 = 0
  /// Inputs committed since the checkpoint, in their order.
  package var inputs: [InputRecord] = []
  /// Steps whose recorded input cannot be read: the core goes on without them.
  package var lostSteps: Set<Int64> = []

  package init() {}
}
