import Domain
import Runtime
import Safety
import Stack
import StopOnly
import Wire

/// What there is to be read of a stack at one instant: its files, its keeper and the answers of its processes.
/// `StackStatus` says what it means.
struct StackReading {
  /// One process as its lock, its supervisor and its own beat show it.
  struct Process {
    var role: Role
    /// By its keeper; `nil` where that does not know it.
    var module: Supervisor.Module?
    /// Who holds its lock.
    var owner: Int32?
    var beat: Beat?
    /// How long the answer took, in milliseconds.
    var took: Double

    var answers: Bool { beat != nil }
  }

  var directory: String
  /// The bot's name, also where only the stop-only trader's files have it.
  var bot: String
  var run: Result<RunManifest, RunManifestError>
  /// What the trader closes where it cannot run.
  var flatten: FlattenPolicy
  /// In order of rank.
  var processes: [Process]
  /// By the trader; `nil` where it has not published it.
  var safety: SafetyReport?
  /// By the latch; `nil` where the trader publishes it.
  var latch: LatchReading?
  /// By the venue's log.
  var positions: OpenPositions
  /// The latest message of each topic of those that answer.
  var latest: [Role: [Envelope]]
  /// The last record of each change.
  var changes: [ChangeRecord]
}

extension StackReading {
  /// - Throws: `Failure` where nothing says whose stack it is.
  init(_ directory: StateDirectory) async throws {
    self.directory = directory.path
    let choice = StopOnlyChoice(directory)
    do throws(RunManifestError) {
      let manifest = try RunManifest(reading: "\(directory.path)/\(RunManifest.fileName)")
      (run, bot) = (.success(manifest), manifest.settings.bot)
    } catch {
      // What ended the trader may be the manifest itself; the rest can be shown all the same.
      guard let name = choice.bot else {
        throw Failure(.dataError, "\(directory.path)/\(RunManifest.fileName) cannot be read: \(error)")
      }
      (run, bot) = (.failure(error), name)
    }
    let client = try StackClient(directory: directory, bot: bot)
    let modules = try await Supervisor(directory).modules()
    processes = Role.allCases.map { role in
      Self.process(role, modules.first { $0.role == role }, client, directory)
    }
    flatten = choice.policy
    safety = processes[Role.trader.rank].answers ? client.safety() : nil
    latch = safety == nil ? Latch(directory: directory.latch).read() : nil
    positions = OpenPositions(directory)
    latest = [:]
    for role in [Role.trader, .monitor] where processes[role.rank].answers { latest[role] = client.latest(of: role) }
    changes = (try? JournalledEvents(.optimizer, in: directory).changes()).map(latestRecords) ?? []
  }

  private static func process(
    _ role: Role, _ module: Supervisor.Module?, _ client: StackClient, _ directory: StateDirectory
  ) -> Process {
    let owner = RoleLock.owner(of: role, in: directory)
    let asked = MonotonicTime.now.nanoseconds
    let beat = owner == nil ? nil : client.beat(of: role)
    let took = Double((MonotonicTime.now.nanoseconds - asked) / 10_000) / 100
    return Process(role: role, module: module, owner: owner, beat: beat, took: took)
  }
}
