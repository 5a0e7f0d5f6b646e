import Domain

/// The names of the commands that are sent, and the last answers to those that came, so that a command that comes twice is
/// answered the same way and carried out once.
struct CommandDesk: Hashable, Sendable, Codable {
  private struct Answer: Hashable, Sendable, Codable {
    var id: String
    var refusal: Refusal?
  }

  /// Answers that are remembered.
  static let capacity = 128

  /// The present epoch, which is the fence of every request.
  private(set) var epoch: Int64 = 0
  private var lastSent: Int64 = 0
  private var answers: [Answer] = []

  mutating func start(_ epoch: Int64) {
    self.epoch = epoch
  }

  /// Names a command. With the epoch in it, a request of an optimizer that runs from an older copy of its journal meets the
  /// trader's fence, not the answer to another request of the same number.
  mutating func send(_ command: Command) -> Effect {
    lastSent += 1
    return .send(id: "optimizer-\(epoch)-\(lastSent)", command)
  }

  /// The answer given before; `nil` for a new command.
  func answer(to id: String) -> Effect? {
    answers.first { $0.id == id }.map { .answer(id: id, $0.refusal) }
  }

  mutating func answer(_ id: String, _ refusal: Refusal?) -> Effect {
    if answers.count == Self.capacity { answers.removeFirst() }
    answers.append(Answer(id: id, refusal: refusal))
    return .answer(id: id, refusal)
  }
}
