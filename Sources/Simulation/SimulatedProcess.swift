import Domain
import Runtime

/// Why a simulated process ends without being told to.
enum Death: Error {
  case crash(CrashPoint)
  case diskFull
}

/// What the world knows of any process.
protocol SimulatedProcess: AnyObject {
  var role: Role { get }
  /// Whose streams it hears.
  var sources: [Role] { get }
  var isAlive: Bool { get }
  /// How often it has been started; what was meant for an earlier start is not for this one.
  var life: Int { get }
  var condition: Condition { get }

  func start(now: Int64) throws
  func receive(_ packet: Packet, now: Int64) throws
  /// What its timers do: the trader's every 100 ms, a core's every 250 ms.
  func tick(now: Int64) throws
  func die()
}

/// What befalls one process from outside, and what it has sent.
final class Condition {
  var crashPoint: CrashPoint?
  var isDiskFull = false
  /// Milliseconds that a commit takes.
  var commitTime: Int64 = 0
  var isHeldDown = false
  /// Its subscription is dead: what the others publish does not arrive.
  var isDeaf = false
  /// Nothing passes by its sockets.
  var isCutOff = false
  /// It takes no turn before this instant, since something was done to it.
  var hungUntil: Int64 = 0
  /// It handles requests until this instant, which is not an excuse.
  var busyUntil: Int64 = 0
  var outgoing: [Outgoing] = []
  /// Commits since the world looked last.
  var commits = 0
  var wallOffset: Int64 = 0

  /// Whether the process may die within a turn.
  var isArmed: Bool { crashPoint != nil || isDiskFull }

  func reach(_ point: CrashPoint) throws {
    guard crashPoint == point else { return }
    crashPoint = nil
    throw Death.crash(point)
  }

  func demandSpace() throws {
    if isDiskFull { throw Death.diskFull }
  }
}

extension StackIdentity {
  /// All processes of a simulation are of one build and one run.
  static var simulated: StackIdentity { StackIdentity(build: "", configurationHash: []) }
}
