package import Domain

/// The stops that are in force. The level is the highest of them all and only a person takes one away.
package struct Trips: Hashable, Sendable, Codable {
  package private(set) var all: [Trip] = []

  package init() {}

  package var level: SafetyLevel { all.map(\.level).max() ?? .active }

  package func contains(_ id: String) -> Bool { all.contains { $0.id == id } }

  /// Takes in a trip. The same stop from a second source, or again, is the same trip: the reason is appended.
  ///
  /// - Returns: whether anything changed.
  package mutating func add(_ trip: Trip) -> Bool {
    guard let index = all.firstIndex(where: { $0.id == trip.id }) else {
      all.append(trip)
      return true
    }
    guard !all[index].reason.contains(trip.reason) || trip.level > all[index].level else { return false }
    if !all[index].reason.contains(trip.reason) { all[index].reason += "; " + trip.reason }
    all[index].level = max(all[index].level, trip.level)
    return true
  }

  package mutating func remove(_ id: String) {
    all.removeAll { $0.id == id }
  }
}
