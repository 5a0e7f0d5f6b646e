import Domain

extension World {
  /// The trader ends, and until it is repaired each start in its place leads to the stop-only mode.
  func spoilTrader() {
    spoiled += 1
    kill(.trader)
  }

  /// A person has fixed what ended the trader and runs `sotano up`.
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

  /// The supervisor starts the stop-only mode a second after the last crash.
  func pause(of role: Role) -> Int64 {
    role == .trader && spoiled > 0 ? 1_000 : 20 + Int64(random.next() % 400)
  }
}
