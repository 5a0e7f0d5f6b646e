import Domain
import Foundation
import Runtime
import Safety
import Stack
import StopOnly
import TraderRuntime
import Wire

/// Makes the trader of a stack of its own unable to run, again and again, and measures how long it takes until what
/// only stops has verified flat.
struct GivenUpDrill {
  let stack: DrillStack
  private let launch: Launch

  /// How long each part may take before the rehearsal has failed, in milliseconds.
  private static let patience: Int64 = 60_000

  init(_ stack: DrillStack) throws {
    self.stack = stack
    launch = try Launch(stack.directory, stack.manifest)
  }

  private var directory: StateDirectory { stack.directory }

  /// One rehearsal, from an open position to the trader trading again.
  func rehearse() async throws -> GivenUpTimes {
    try await wait("an open position") { book().map { !$0.open.isEmpty } ?? false }
    let manifest = "\(directory.path)/\(RunManifest.fileName)"
    // What it was started with cannot be read, so it ends with 78; everything else goes on.
    try Data("spoiled by a drill".utf8).write(to: URL(fileURLWithPath: manifest), options: .atomic)
    defer { try? stack.manifest.encoded().write(to: URL(fileURLWithPath: manifest), options: .atomic) }
    guard let victim = RoleLock.owner(of: .trader, in: directory) else {
      throw Failure(.unavailable, "the trader of the drill's stack does not run")
    }
    let killed = MonotonicTime.now.nanoseconds
    kill(victim, SIGKILL)
    try await wait("the stop-only life to verify flat") {
      guard RoleLock.owner(of: .trader, in: directory).map({ $0 != victim }) ?? false,
        launch.client.beat(of: .trader, timeout: 100)?.isStopOnly == true
      else { return false }
      return launch.client.safety(timeout: 100)?.flatness == .verifiedFlat
    }
    let flat = MonotonicTime.now.nanoseconds
    let after = book()
    let times = GivenUpTimes(
      flat: flat - killed, positionsClosed: after?.closedAway.count ?? 0, leftOpen: after?.open.count ?? 0,
      unknown: after?.unknown ?? 0)
    try stack.manifest.encoded().write(to: URL(fileURLWithPath: manifest), options: .atomic)
    try await launch.bringUp(fresh: false)
    return times
  }

  /// The venue's list by its own log; `nil` where it cannot be read.
  private func book() -> VenueBook? {
    guard case .read(let book) = VenueFile.read(directory.venue) else { return nil }
    return book
  }

  private func wait(_ what: String, _ holds: () -> Bool) async throws {
    let end = MonotonicTime.now.milliseconds + Self.patience
    while !holds() {
      guard MonotonicTime.now.milliseconds < end else {
        throw Failure(.temporaryFailure, "\(what) did not come within \(Self.patience / 1000) s")
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

/// The result of one rehearsal.
struct GivenUpTimes {
  /// Nanoseconds from the trader's death until flat was verified by what only stops.
  var flat: Int64
  /// Positions that were closed in all rehearsals so far.
  var positionsClosed: Int
  var leftOpen: Int
  var unknown: Int
}

/// The result of a number of rehearsals. Keys as printed; times in milliseconds.
struct GivenUpReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case count
    case flatMedian = "flat_p50_ms"
    case flatTail = "flat_p99_ms"
    case flatMaximum = "flat_max_ms"
    case positionsClosed = "positions_closed"
    case leftOpen = "positions_left_open"
    case late = "flat_after_5_s"
  }

  private(set) var times: [GivenUpTimes] = []

  mutating func add(_ rehearsal: GivenUpTimes) { times.append(rehearsal) }

  var leftOpen: Int { times.reduce(0) { $0 + $1.leftOpen + $1.unknown } }
  /// Rehearsals in which something could be open five seconds after the trader's death.
  var late: Int { times.count { $0.flat > 5_000_000_000 } }
  private var positionsClosed: Int { times.last?.positionsClosed ?? 0 }

  /// Nearest rank, milliseconds.
  private func flat(_ quantile: Double) -> Double {
    let sorted = times.map(\.flat).sorted()
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((quantile * Double(sorted.count)).rounded(.up))
    return (Double(sorted[max(0, min(sorted.count, rank) - 1)]) / 1e3).rounded() / 1e3
  }

  func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(times.count, forKey: .count)
    try keyed.encode(flat(0.5), forKey: .flatMedian)
    try keyed.encode(flat(0.99), forKey: .flatTail)
    try keyed.encode(flat(1), forKey: .flatMaximum)
    try keyed.encode(positionsClosed, forKey: .positionsClosed)
    try keyed.encode(leftOpen, forKey: .leftOpen)
    try keyed.encode(late, forKey: .late)
  }

  var text: String {
    """
    \(times.count) rehearsals with the trader given up, \(positionsClosed) positions closed
    ms from its death until verified flat: p50 \(flat(0.5)), p99 \(flat(0.99)), max \(flat(1))
    left open or unknown: \(leftOpen); flat after more than 5 s: \(late)
    """
  }
}
