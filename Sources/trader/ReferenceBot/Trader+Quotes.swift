internal import Domain

extension Trader {
  /// Refused quotes of one minute that are published one by one; more are counted and published at its end, so that a
  /// feed of garbage does not become a journal of garbage. A limit on how many come in a row must lie within it.
  package static let toldOneByOne = 100

  mutating func tell(_ refusal: QuoteRefusal) -> [Effect] {
    refusedQuotes += 1
    guard refusedQuotes <= Self.toldOneByOne else { return [] }
    return [.publish(.incident(Incident(kind: .quoteRefused, detail: "\(refusal)")))]
  }

  /// What was not published one by one.
  mutating func tellRefusedQuotes() -> [Effect] {
    let untold = refusedQuotes - Self.toldOneByOne
    refusedQuotes = 0
    guard untold > 0 else { return [] }
    let detail = "\(untold) more in this minute; \(quoteJudge.refused) since the bot began"
    return [.publish(.incident(Incident(kind: .quoteRefused, detail: detail)))]
  }
}
