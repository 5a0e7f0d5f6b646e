import Domain

/// The last commands and how each was answered, so that one that comes twice is carried out once.
struct AnsweredCommands: Hashable, Sendable, Codable {
  private struct Answer: Hashable, Sendable, Codable {
    var id: String
    var refusal: Refusal?
  }

  /// Oldest first.
  private var answers: [Answer] = []

  private static let kept = 128

  /// The effect of a command that was answered before; `nil` where it is new.
  func effect(of id: String) -> Effect? {
    answers.first { $0.id == id }.map { .answer(id: id, $0.refusal) }
  }

  /// - Returns: the effect.
  mutating func add(_ id: String, _ refusal: Refusal?) -> Effect {
    if answers.count == Self.kept { answers.removeFirst() }
    answers.append(Answer(id: id, refusal: refusal))
    return .answer(id: id, refusal)
  }
}
