import Domain

extension World {
  /// The trader ends, and until it is mended each start at its place leads to the life that only stops.
  func spoilTrader() {
    spoiled += 1
    kill(.trader)
  }

  /// A person has mended what ended the trader and runs `sotano up`.
  func mendTrader() {
    spoiled = max(0, spoiled - 1)
    guard spoiled == 0, stopOnly.isAlive else { return }
    trace.note(now, "a person brings the trader up")
    kill(.trader)
  }

  /// Decides who starts at a place where nobody is.
  func choose(_ role: Role) {
    guard role == .trader, !processes[role.rank].isAlive else { return }
    processes[role.rank] = spoiled > 0 ? stopOnly : trader
  }

  /// The supervisor starts the stop-only life a second after the death before it.
  func pause(of role: Role) -> Int64 {
    role == .trader && spoiled > 0 ? 1_000 : 20 + Int64(random.next() % 400)
  }
}
