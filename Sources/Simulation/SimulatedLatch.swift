internal import Domain
internal import Safety

/// What a latch file can be that is not a whole trip under its own name.
package enum LatchJunk: String, CaseIterable, Hashable, Sendable, Codable {
  /// Such as one that was made by hand, or written on a full disk.
  case empty
  /// It cannot be opened for a while; then it is a stop.
  case unreadable
  /// A whole trip under another name than its own.
  case copy
  case tooLong
}

/// The latch directory. A file is there from the instant at which its writer's call returns.
final class SimulatedLatch {
  private struct File {
    var junk: LatchJunk?
    /// The trip in it, be it under its own name or another's.
    var trip: Trip?
  }

  /// By name.
  private var files: [String: File] = [:]
  private var archived: [Trip] = []
  /// Every trip that holds, oldest first; a file that is not a whole trip is here as a halt.
  private(set) var trips: [Trip] = []
  private(set) var level = SafetyLevel.active

  static func name(of id: String) -> String { "\(id).trip" }

  func write(_ trip: Trip) {
    let name = Self.name(of: trip.id)
    if let file = files[name], (file.junk == nil ? file.trip?.level : nil) ?? .halted >= trip.level { return }
    files[name] = File(trip: trip)
    refresh()
  }

  func write(_ junk: LatchJunk, name: String, holding trip: Trip? = nil) {
    guard files[name] == nil else { return }
    files[name] = File(junk: junk, trip: trip)
    refresh()
  }

  /// What could not be opened can be.
  func makeReadable(_ name: String) {
    files[name]?.junk = nil
    refresh()
  }

  /// Whether a person has re-armed this very trip.
  func hasArchived(_ trip: Trip) -> Bool {
    archived.contains { $0.id == trip.id && $0.time == trip.time }
  }

  /// - Parameter id: a trip's id, or the one that stands for a file that is not a whole trip.
  func archive(_ id: String) {
    let own = Self.name(of: id)
    let names = files[own] == nil ? files.keys.filter { Latch.foreignID(ofFile: $0) == id } : [own]
    for name in names {
      if let file = files.removeValue(forKey: name), file.junk == nil, let trip = file.trip { archived.append(trip) }
    }
    refresh()
  }

  /// A lower stop that holds or held, for a copy of it.
  var lowerTrip: Trip? {
    (trips + archived).first { $0.level < .halted }
  }

  /// The halt under the id of a file that is not a whole trip.
  func junk(_ id: String) -> (kind: LatchJunk, trip: Trip?)? {
    for (name, file) in files where Latch.foreignID(ofFile: name) == id {
      if let kind = file.junk { return (kind, file.trip) }
    }
    return nil
  }

  private func refresh() {
    trips = files.map(Self.reading).sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    level = trips.map(\.level).max() ?? .active
  }

  private static func reading(_ name: String, _ file: File) -> Trip {
    if file.junk == nil, let trip = file.trip { return trip }
    return Trip(
      id: Latch.foreignID(ofFile: name), level: .halted, reason: "no whole trip", source: Trip.latchSource, time: 0)
  }
}
