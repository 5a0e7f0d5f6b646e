package import Domain

extension AdaptiveController {
  /// Its decisions go on from the number of the last one: nothing else of it has a number.
  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    hasNews = true
    lastDecision = loss.lastNumber > 0 ? Self.lost(loss, number: loss.lastNumber) : nil
    return []
  }

  /// Nobody acts on a decision that is told, so that any number may stand for one that is lost.
  package static func standIn(for loss: MemoryLoss, number: Int64) -> Event? {
    .decision(lost(loss, number: number))
  }

  private static func lost(_ loss: MemoryLoss, number: Int64) -> Decision {
    Decision(number: number, policy: "recovery", action: .hold("this decision is lost"), trigger: loss.sentence)
  }
}
