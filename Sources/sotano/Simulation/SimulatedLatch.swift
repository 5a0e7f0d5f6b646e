internal import Domain

/// The latch directory. A file is there from the instant at which its writer's call returns.
final class SimulatedLatch {
  private var files: [String: Trip?] = [:]
  /// Every trip that holds, oldest first; a file that is no whole trip stands here as a halt.
  private(set) var trips: [Trip] = []
  private(set) var level = SafetyLevel.active

  func write(_ trip: Trip) {
    if let present = files[trip.id], (present?.level ?? .halted) >= trip.level { return }
    files[trip.id] = .some(trip)
    refresh()
  }

  func writeGarbage(_ name: String) {
    files[name] = .some(nil)
    refresh()
  }

  private var archived: [Trip] = []

  /// Whether a person has re-armed this very trip.
  func hasArchived(_ trip: Trip) -> Bool {
    archived.contains { $0.id == trip.id && $0.time == trip.time }
  }

  func archive(_ id: String) {
    if case .some(.some(let trip)) = files[id] { archived.append(trip) }
    files[id] = nil
    refresh()
  }

  func holdsGarbage(_ id: String) -> Bool {
    if case .some(.none) = files[id] { true } else { false }
  }

  private func refresh() {
    trips = files.map { name, trip in
      trip ?? Trip(id: name, level: .halted, reason: "no whole trip", source: "latch", time: 0)
    }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    level = trips.map(\.level).max() ?? .active
  }
}
