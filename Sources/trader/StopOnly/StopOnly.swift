package import Domain

/// What is left of the trader where it cannot run: it refuses, flattens, verifies and alarms, and nothing else.
///
/// It knows the stops and the venue's list, and no journal, no configuration and no market. It never enters and never
/// re-arms: levels only rise, until `sotano up` ends this mode.
///
/// | must be flat | the venue's list shows | then |
/// |---|---|---|
/// | no (`halted`, and no stop says so) | anything | nothing is required |
/// | yes | nothing, and every position can be read | verifying; the second time in a row: verified flat |
/// | yes | positions | they are closed; verifying the first time, NOT_FLAT where they are still there afterwards |
/// | yes | positions that cannot be read | the others are closed; NOT_FLAT with their number |
/// | yes | no answer | NOT_FLAT, unreachable |
///
/// NOT_FLAT is alarmed when it begins, and again every 30 s.
package struct StopOnly: Hashable, Sendable {
  package enum Input: Hashable, Sendable {
    /// A stop has come, by socket or request.
    case stop(Trip)
    /// What the latch says now. A file that cannot be read stands in it as a halt.
    case latch([Trip])
    /// The venue was asked what is open; `nil` where it did not answer.
    case looked(VenueList?)
  }

  package enum Effect: Hashable, Sendable {
    /// Close these at the last price that is known.
    case close([TradeID])
    /// Publish what is in force now.
    case report(SafetyReport)
    /// Alarm a person that it is not flat.
    case alarm(String)
  }

  /// How long until the same alarm is raised again, in milliseconds.
  package static let alarmPeriod: Int64 = 30_000
  /// Trips that are published; the level counts them all.
  package static let mostTrips = 16
  /// Characters of a reason that are published.
  private static let longestReason = 200

  package let policy: FlattenPolicy
  /// The highest and, of those, the newest trips.
  package private(set) var trips: [Trip] = []
  /// The highest level of all trips ever seen.
  package private(set) var tripLevel = SafetyLevel.active
  package private(set) var flatness: Flatness
  private var emptyLooks = 0
  /// Whether closing the positions that the list shows was requested before.
  private var hasTriedToClose = false
  private var lastList = VenueList(open: [], unknown: 0)
  private var nextAlarm = Int64.min

  package init(policy: FlattenPolicy) {
    self.policy = policy
    flatness = policy == .always ? .verifying : .notRequired
  }

  /// No new trades in any case.
  package var level: SafetyLevel { max(policy == .always ? .halted : .reducing, tripLevel) }

  package var mustBeFlat: Bool { policy == .always || tripLevel == .halted }

  package var report: SafetyReport {
    SafetyReport(level: level, trips: trips.sorted { ($0.time, $0.id) < ($1.time, $1.id) }, flatness: flatness)
  }

  /// - Parameter now: monotonic milliseconds.
  package mutating func receive(_ input: Input, now: Int64) -> [Effect] {
    let before = report
    var effects: [Effect] = []
    switch input {
    case .stop(let trip): take(trip)
    case .latch(let found): for trip in found { take(trip) }
    case .looked(let list): effects = judge(list)
    }
    if mustBeFlat, flatness == .notRequired { flatness = .verifying }
    if report != before { effects.append(.report(report)) }
    return effects + alarm(now: now)
  }

  private mutating func take(_ trip: Trip) {
    tripLevel = max(tripLevel, trip.level)
    var trip = trip.bounded
    trip.reason = String(trip.reason.prefix(Self.longestReason))
    if let index = trips.firstIndex(where: { $0.id == trip.id }) {
      guard trips[index].level < trip.level else { return }
      trips.remove(at: index)
    }
    trips.append(trip)
    trips.sort { ($0.level, $0.time, $0.id) > ($1.level, $1.time, $1.id) }
    if trips.count > Self.mostTrips { trips.removeLast(trips.count - Self.mostTrips) }
  }

  private mutating func judge(_ list: VenueList?) -> [Effect] {
    if let list { lastList = list }
    guard mustBeFlat else { return [] }
    guard let list else {
      emptyLooks = 0
      flatness = .stillOpen(lastList.open, unreachable: true, unknown: lastList.unknown)
      return []
    }
    guard !list.isEmpty else {
      emptyLooks += 1
      hasTriedToClose = false
      flatness = emptyLooks >= 2 ? .verifiedFlat : .verifying
      return []
    }
    emptyLooks = 0
    let isFailing = list.unknown > 0 || hasTriedToClose
    flatness = isFailing ? .stillOpen(list.open, unreachable: false, unknown: list.unknown) : .verifying
    hasTriedToClose = !list.open.isEmpty
    return list.open.isEmpty ? [] : [.close(list.open)]
  }

  private mutating func alarm(now: Int64) -> [Effect] {
    guard case .notFlat(let open, let unreachable, let unknown) = flatness else {
      nextAlarm = .min
      return []
    }
    guard now >= nextAlarm else { return [] }
    nextAlarm = now + Self.alarmPeriod
    var parts: [String] = []
    if unreachable { parts.append("the venue's list cannot be read") }
    if !open.isEmpty { parts.append("still open: \(open.prefix(50).map(\.description).joined(separator: ", "))") }
    if open.count > 50 { parts.append("and \(open.count - 50) more") }
    if unknown > 0 { parts.append("\(unknown) unknown, each may be open") }
    return [.alarm(parts.joined(separator: "; "))]
  }
}

/// What the venue has open.
package struct VenueList: Hashable, Sendable {
  package var open: [TradeID]
  /// Positions that cannot be read: each may be open.
  package var unknown: Int

  package init(open: [TradeID], unknown: Int) {
    self.open = open
    self.unknown = unknown
  }

  package var isEmpty: Bool { open.isEmpty && unknown == 0 }
}
