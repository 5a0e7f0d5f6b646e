import Domain

/// One turn of the optimizer: its instant, what the trader has said by then, and what is to happen.
struct Turn {
  let time: MarketTime
  var trader: TraderWord
  var effects: [Effect] = []

  mutating func publish(_ record: ChangeRecord) {
    effects.append(.publish(.change(record)))
  }
}
