import Domain
import Glibc

/// Looks again and again until there is an answer.
///
/// - Throws: `Unmet` with what was waited for, where there is none in time.
func eventually<Value>(
  _ what: String, within limit: Duration = .seconds(30), _ look: () async throws -> Value?
) async throws -> Value {
  let end = ContinuousClock.now + limit
  while true {
    if let value = try await look() { return value }
    guard ContinuousClock.now < end else { throw Unmet(description: "\(what): not within \(limit)") }
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// Waits until `holds` does.
func until(
  _ what: String, within limit: Duration = .seconds(30), _ holds: () async throws -> Bool
) async throws {
  _ = try await eventually(what, within: limit) { try await holds() ? true : nil }
}

extension Stack {
  /// Waits until changes are taken: the bot is active, and the optimizer has heard of it.
  func changesAreTaken() async throws {
    let minute = try await eventually("the bot to be active") {
      let state = try await status()
      return state.level == "active" ? state[.trader]?.minute : nil
    }
    try await until("the optimizer to hear of it") { try await status()[.optimizer]?.minute ?? 0 > minute }
  }
}
