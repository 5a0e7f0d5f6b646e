import Domain
import ReferenceBot
import Safety

/// The latch directory as the last look before an order.
struct LatchGate: OrderGate {
  private struct Seen: Hashable {
    var id: String
    var level: SafetyLevel
  }

  let watch: LatchWatch
  private var seen: Set<Seen>

  init(_ watch: LatchWatch, known: [Trip]) {
    self.watch = watch
    seen = Set(known.map { Seen(id: $0.id, level: $0.level) })
  }

  mutating func newTrips() -> [Trip] {
    watch.check().trips.filter { seen.insert(Seen(id: $0.id, level: $0.level)).inserted }
  }

  /// After a re-arm the same id may trip again.
  mutating func forget(_ id: String) {
    seen = seen.filter { $0.id != id }
  }
}
