internal import Domain
internal import ReferenceBot

/// The latch as the last look before an order: finds each trip once, and again when its level has risen.
struct LatchGate: OrderGate {
  private struct Seen: Hashable {
    var id: String
    var level: SafetyLevel
  }

  private let look: () -> [Trip]
  private var seen: Set<Seen>

  /// - Parameter look: says every trip that the latch holds now.
  init(known: [Trip], look: @escaping () -> [Trip]) {
    self.look = look
    seen = Set(known.map { Seen(id: $0.id, level: $0.level) })
  }

  mutating func newTrips() -> [Trip] {
    look().filter { seen.insert(Seen(id: $0.id, level: $0.level)).inserted }
  }

  /// After a re-arm the same id may trip again.
  mutating func forget(_ id: String) {
    seen = seen.filter { $0.id != id }
  }
}
