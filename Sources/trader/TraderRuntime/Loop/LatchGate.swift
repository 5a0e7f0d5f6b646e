internal import Domain
internal import ReferenceBot

/// The last look before an order: the latch, of which it finds each trip once and again when its level has risen, and
/// the stops that the loop has not collected.
struct LatchGate: OrderGate {
  private struct Seen: Hashable {
    var id: String
    var level: SafetyLevel
  }

  private let latch: () -> [Trip]
  private let stops: () -> [Trip]
  private var seen: Set<Seen>

  /// - Parameters:
  ///   - latch: returns every trip that the latch holds now; it may return nothing where they are the same as before.
  ///   - stops: returns what has been acknowledged and not collected.
  init(known: [Trip], latch: @escaping () -> [Trip], stops: @escaping () -> [Trip]) {
    self.latch = latch
    self.stops = stops
    seen = Set(known.map { Seen(id: $0.id, level: $0.level) })
  }

  mutating func newTrips() -> [Trip] { stops() + fromLatch() }

  /// Trips of the latch that were not found before.
  mutating func fromLatch() -> [Trip] {
    let listed = latch()
    guard !listed.isEmpty else { return [] }
    let found = listed.filter { seen.insert(Seen(id: $0.id, level: $0.level)).inserted }
    // A trip that has gone from the latch need not be remembered; found again it is the same one.
    if seen.count > 2 * listed.count + 64 { seen = Set(listed.map { Seen(id: $0.id, level: $0.level) }) }
    return found
  }

  /// Trips of the latch that were found at this level.
  func found(at level: SafetyLevel) -> [String] {
    seen.filter { $0.level == level }.map(\.id)
  }

  /// After a re-arm the same id may trip again.
  mutating func forget(_ ids: some Collection<String>) {
    let ids = Set(ids)
    seen = seen.filter { !ids.contains($0.id) }
  }
}
