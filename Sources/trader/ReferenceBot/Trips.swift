package import Domain

/// The stops that are in force. The level is the highest of them all and only a person takes one away.
///
/// It is bounded, however many stops come: the same stop again is counted, of its reasons the first and the newest are
/// kept, and where there are too many stops one stands for all further ones of a level. What is never lost is the level,
/// and that a stop which was asked for is in force.
package struct Trips: Sendable {
  /// Oldest first.
  package private(set) var all: [Trip] = []
  /// Trips for which more than one reason was given.
  private var reasons: [String: Reasons] = [:]
  /// Where in `all` each id stands.
  private var places: [String: Int] = [:]

  /// Stops that are held each as its own. One that raises the level is always its own, so a few more are possible.
  package static let most = 256

  private struct Reasons: Hashable, Sendable, Codable {
    var first: String
    var newest: String
    /// How many came between them.
    var others: Int64 = 0

    var text: String { others == 0 ? "\(first); \(newest)" : "\(first); \(others) more; \(newest)" }
  }

  /// What a stop changed.
  package enum Change: Hashable, Sendable {
    case nothing
    /// A count or a further reason: worth publishing now and then, not each time.
    case counted
    /// A trip is new, or its level rose.
    case tripped
  }

  package init() {}

  package var level: SafetyLevel { all.map(\.level).max() ?? .active }

  package func contains(_ id: String) -> Bool { places[id] != nil }

  /// How often a stop was repeated, or how many stops its summary stands for.
  package func repeats(of asked: Trip) -> Int64 {
    let trip = asked.bounded
    return (places[trip.id] ?? places[Trip.summaryID(of: trip.level)]).map { all[$0].repeats } ?? 0
  }

  /// Takes a stop.
  package mutating func add(_ asked: Trip) -> Change {
    let trip = asked.bounded
    if let place = places[trip.id] { return add(trip, to: place) }
    if all.count >= Self.most, trip.level <= level, !trip.isSummary {
      let summary = trip.folded
      if let place = places[summary.id] { return add(summary, to: place) }
      insert(summary)
    } else {
      insert(trip)
    }
    return .tripped
  }

  private mutating func insert(_ trip: Trip) {
    places[trip.id] = all.count
    all.append(trip)
  }

  private mutating func add(_ trip: Trip, to place: Int) -> Change {
    let known = all[place]
    let first = reasons[trip.id]?.first ?? known.reason
    let rises = trip.level > known.level
    // The same stop by another way, or resent, does not count.
    let isSameWord =
      !trip.isSummary && !rises && trip.reason == first && trip.source == known.source && trip.time == known.time
    all[place].level = max(known.level, trip.level)
    let further = trip.isSummary ? trip.repeats : trip.repeats &+ (isSameWord ? 0 : 1)
    all[place].repeats = known.repeats.addingReportingOverflow(further).overflow ? .max : known.repeats + further
    let isNew = trip.reason != first && trip.reason != (reasons[trip.id]?.newest ?? first)
    if isNew { note(trip, after: first, at: place) }
    return rises ? .tripped : isNew || further > 0 ? .counted : .nothing
  }

  private mutating func note(_ trip: Trip, after first: String, at place: Int) {
    if trip.isSummary {
      all[place].reason = trip.reason
      all[place].source = trip.source
    } else {
      let others = reasons[trip.id].map { $0.others + 1 } ?? 0
      let now = Reasons(first: first, newest: trip.reason, others: others)
      reasons[trip.id] = now
      all[place].reason = now.text
    }
  }

  package mutating func remove(_ id: String) {
    guard places[id] != nil else { return }
    all.removeAll { $0.id == id }
    reasons[id] = nil
    indexAnew()
  }

  /// Removes a trip of the highest level and returns its first reason: for a store that keeps one reason of each stop
  /// and is read back, such as the latch, where two in one would look like a third.
  package mutating func takeHighest() -> Trip? {
    guard var trip = all.max(by: { $0.level < $1.level }) else { return nil }
    if let given = reasons[trip.id] { trip.reason = given.first }
    remove(trip.id)
    return trip
  }

  private mutating func indexAnew() {
    places = Dictionary(all.enumerated().map { ($1.id, $0) }) { first, _ in first }
  }

  /// The stops as they were asked for, for another `Trips` to take: of one with several reasons the first and the
  /// newest.
  package var words: [Trip] {
    all.flatMap { trip -> [Trip] in
      guard let given = reasons[trip.id] else { return [trip] }
      var (first, newest) = (trip, trip)
      (first.reason, first.repeats) = (given.first, 0)
      (newest.reason, newest.repeats) = (given.newest, max(0, trip.repeats - 1))
      return [first, newest]
    }
  }

  // MARK: Reports

  /// The trips that a report has room for: the newest of the highest level, and the newest of all. Oldest first.
  package var shown: [Trip] {
    guard all.count > SafetyReport.most else { return all }
    let level = level
    let highest = all.indices.filter { all[$0].level == level }.suffix(SafetyReport.most / 2)
    var places = Set(highest)
    for place in all.indices.reversed() where places.count < SafetyReport.most { places.insert(place) }
    return places.sorted().map { all[$0] }
  }
}

extension Trips: Hashable {
  package static func == (left: Trips, right: Trips) -> Bool { left.all == right.all && left.reasons == right.reasons }

  package func hash(into hasher: inout Hasher) { hasher.combine(all) }
}

extension Trips: Codable {
  private enum CodingKeys: String, CodingKey { case all, reasons }

  package init(from decoder: any Decoder) throws {
    let keyed = try decoder.container(keyedBy: CodingKeys.self)
    all = try keyed.decode([Trip].self, forKey: .all).map { trip in
      // An earlier build let reasons grow.
      var trip = trip
      trip.reason = trip.reason.cut(toBytes: 2 * Trip.Bounds.reason + 32)
      trip.id = Trip.id(for: trip.id)
      return trip
    }
    reasons = try keyed.decodeIfPresent([String: Reasons].self, forKey: .reasons) ?? [:]
    indexAnew()
  }

  package func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(all, forKey: .all)
    if !reasons.isEmpty { try keyed.encode(reasons, forKey: .reasons) }
  }
}
