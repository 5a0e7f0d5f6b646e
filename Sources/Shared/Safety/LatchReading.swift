package import Domain
internal import Glibc

/// What the latch directory says.
package struct LatchReading: Hashable, Sendable {
  /// The highest level of all trips; `halted` where anything could not be read.
  package var level: SafetyLevel
  /// Every trip that holds, oldest first. A file that is not a whole trip is here as a halt, under an id of its own.
  package var trips: [Trip]
  /// Which of the ids stand for files that are not whole trips.
  package var unreadable: [String]

  package static let clear = LatchReading(trips: [], unreadable: [])

  init(trips: [Trip], unreadable: [String]) {
    self.trips = trips.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    self.unreadable = unreadable.sorted()
    level = trips.map(\.level).max() ?? .active
  }

  init(_ entries: [LatchEntry], isOverfull: Bool, most: Int) {
    var trips = entries.map(\.trip)
    var unreadable = entries.filter(\.isForeign).map(\.trip.id)
    if isOverfull {
      let reason = "the latch holds more than \(most) files; those beyond are not read"
      trips.append(Trip(id: LatchScan.overfullID, level: .halted, reason: reason, source: Trip.latchSource, time: 0))
      unreadable.append(LatchScan.overfullID)
    }
    self.init(trips: trips, unreadable: unreadable)
  }

  /// The reading of a latch directory that cannot be looked into.
  static func halted(because reason: String) -> LatchReading {
    let trip = Trip(id: "latch", level: .halted, reason: reason, source: Trip.latchSource, time: 0)
    return LatchReading(trips: [trip.bounded], unreadable: ["latch"])
  }
}

/// How a trip was stored.
package enum LatchRecord: Hashable, Sendable {
  case written
  /// The disk was full: space was freed first.
  case writtenAfterFreeing
  /// The disk was full and stayed so. An empty file stands for the trip, which reads as a halt without its reason, under
  /// this id.
  case bare(id: String)
  /// The same trip is recorded already, at this level or above.
  case existed
  /// The latch holds so many trips, of this level or above, that one stands for all further ones.
  case folded(into: String)
}

package enum LatchError: Error, Hashable, Sendable {
  /// The trip is not on the disk. Halt in memory and raise the alarm.
  case cannotWrite(path: String, step: String, code: Int32)
  case unknownTrip(id: String)
  case cannotArchive(path: String, code: Int32)
}

extension LatchError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotWrite(let path, let step, let code):
      "\(path) cannot be written (\(step): \(String(cString: strerror(code))))"
    case .unknownTrip(let id): "there is no trip \(id)"
    case .cannotArchive(let path, let code):
      "nothing can be moved out of the way in \(path): \(String(cString: strerror(code)))"
    }
  }
}
