import Domain

/// What comes of one input: its instant, what the trader has said by then, and the effects so far.
struct Reaction {
  let time: MarketTime
  var trader: TraderWord
  var effects: [Effect] = []

  mutating func publish(_ record: ChangeRecord) {
    effects.append(.publish(.change(record)))
  }
}
