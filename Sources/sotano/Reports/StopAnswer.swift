import Domain
import Foundation
import Safety

/// What came of a stop.
struct StopAnswer: Encodable {
  var trip: String
  var level: String
  /// Whether each of the two ways worked.
  var latch = false
  var socket = false
  var traderRuns = true
  /// Whether the trader has confirmed it, and for a halt that nothing is open.
  var verified = false
  var flatness = "unknown"
  /// Trades that the venue still shows, as far as anybody knows.
  var open: [Int64] = []
  var problems: [String] = []
  /// The trips to take back, by the ids that they really have.
  var rearm: [String] { report.map(standing) ?? ids }

  /// The trader's last report; `nil` where it does not answer.
  var report: SafetyReport?
  /// What the venue's log says where the trader does not answer.
  var venue: VenueGlance? {
    didSet { if let venue { open = venue.open } }
  }

  private let asked: Trip
  private let directory: StateDirectory
  /// Under which id the latch has it: its own, that of a bare file, or the one that stands for many.
  private var latched: String?

  private enum CodingKeys: String, CodingKey {
    case trip, level, latch, socket, traderRuns, verified, flatness, open, problems, rearm
  }

  init(_ trip: Trip, _ directory: StateDirectory) {
    self.trip = trip.id
    level = trip.level.name
    asked = trip
    self.directory = directory
  }

  mutating func note(latch result: Result<LatchRecord, any Error>) {
    switch result {
    case .success(let record):
      latch = true
      switch record {
      case .bare(let id), .folded(into: let id): latched = id
      case .written, .writtenAfterFreeing, .existed: latched = trip
      }
    case .failure(let error): problems.append("latch: \(error)")
    }
  }

  mutating func note(socket result: Result<Void, any Error>) {
    switch result {
    case .success: socket = true
    case .failure(let error as CallError): problems.append("stop socket: \(Failure(error))")
    case .failure(let error): problems.append("stop socket: \(error)")
    }
  }

  mutating func note(_ report: SafetyReport) {
    self.report = report
    flatness = report.flatness.word
    open = []
    if case .notFlat(let trades, _, _) = report.flatness { open = trades.map(\.number) }
    // A report shows the newest and the highest; what the stop socket has acknowledged is in force all the same.
    guard socket || !standing(report).isEmpty, report.level >= asked.level else { return }
    verified = asked.level < .halted || report.flatness == .verifiedFlat
  }

  /// Ids under which the stop may stand.
  private var ids: [String] {
    var ids = [latched].compactMap(\.self)
    if socket, !ids.contains(trip) { ids.append(trip) }
    return ids
  }

  private func standing(_ report: SafetyReport) -> [String] {
    let inForce = Set(report.trips.map(\.id))
    let own = ids.filter(inForce.contains)
    // Where there are too many stops one of their level stands for this one.
    return own.isEmpty ? [Trip.summaryID(of: asked.level)].filter(inForce.contains) : own
  }

  var place: String { directory.path }

  /// Nothing has ever run here: most likely it is another directory than the one that was meant.
  var hasNothingToStop: Bool { !traderRuns && !(venue?.hasRun ?? true) }

  func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(trip, forKey: .trip)
    try keyed.encode(level, forKey: .level)
    try keyed.encode(latch, forKey: .latch)
    try keyed.encode(socket, forKey: .socket)
    try keyed.encode(traderRuns, forKey: .traderRuns)
    try keyed.encode(verified, forKey: .verified)
    try keyed.encode(flatness, forKey: .flatness)
    try keyed.encode(open, forKey: .open)
    try keyed.encode(problems, forKey: .problems)
    try keyed.encode(rearm, forKey: .rearm)
  }

  // MARK: For a person

  var text: String {
    var ways: [String] = []
    if latch { ways.append("latch file") }
    if socket { ways.append("stop socket") }
    var lines = ["\(level) by \(ways.joined(separator: " and ")); trip \(rearm.joined(separator: " and "))"]
    lines += problems.map { "  \($0)" }
    if report == nil {
      lines.append(
        traderRuns
          ? "the trader runs and does not answer; it obeys the latch before its next order"
          : "the trader does not run, so no order is sent; it will be \(level) when it starts")
      if let venue { lines.append(venue.sentence) }
    } else {
      lines.append(open.isEmpty ? flatness : "\(flatness): trades \(listText(open.map(String.init), most: 20))")
    }
    let when =
      asked.level == .halted && !verified ? "once flat is verified, take it back with: " : "take it back with: "
    lines.append(when + rearmLine(rearm, directory: directory.path))
    return lines.joined(separator: "\n")
  }

  /// What is wrong with a stop that holds and is not verified.
  var warning: String {
    let look = "look again with `sotano status --dir \(shellWord(directory.path))`, and look at the venue yourself"
    guard asked.level == .halted else { return "the stop stands, but the trader has not confirmed it: \(look)" }
    let what = open.isEmpty ? "positions may be open" : "open: \(listText(open.map(String.init), most: 20))"
    return "NOT VERIFIED FLAT, \(what). The stop stands; \(look)"
  }
}

extension Flatness {
  /// One word, or two, for a person.
  var word: String {
    switch self {
    case .notRequired: "flatness not required"
    case .verifying: "closing, not verified yet"
    case .verifiedFlat: "verified flat"
    case .notFlat(_, unreachable: true, _): "NOT FLAT, the venue does not answer"
    case .notFlat(_, unreachable: false, unknown: 0): "NOT FLAT"
    case .notFlat(_, unreachable: false, let unknown): "NOT FLAT, \(unknown) unknown"
    }
  }
}
