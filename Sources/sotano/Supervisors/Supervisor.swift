import ArgumentParser
import Domain
import Foundation
import Safety
import Subprocess

/// Who starts the processes of a stack and keeps them.
enum SupervisorKind: String, CaseIterable, ExpressibleByArgument {
  /// The script deploy/supervise, which needs nothing but the Debian package s6.
  case s6
  /// The units in deploy/systemd, for servers.
  case systemd
  /// None: the processes are started once and not restarted.
  case none
}

/// The supervisor of one stack's processes.
protocol StackKeeper {
  /// Starts every module; those that run go on undisturbed, those that were given up are retried.
  func start() async throws
  /// Ends the trader's stop-only mode and restarts the trader.
  func reviveTrader() async throws
  /// Stops every module and returns when they have ended.
  func stop() async throws
  /// The modules that this directory has had, in order of rank.
  func modules() async throws -> [Supervisor.Module]
}

/// The keeper that a state directory has, remembered there from one command to the next.
struct Supervisor {
  /// One module as its keeper sees it.
  struct Module: Hashable {
    enum State: String {
      case up
      case down
      /// Given up after a crash loop, or ended with a code that says that a restart cannot help.
      case failed
      /// It runs, and nobody would restart it.
      case unsupervised
      /// The trader is given up, and only flattens, verifies, alarms and answers stops.
      case stopOnly = "stop-only"
    }

    var role: Role
    var state: State
    var pid: Int32?
    var isReady: Bool

    var isRunning: Bool { [.up, .unsupervised, .stopOnly].contains(state) }
    /// Whether it does not do what it is for, and would not by itself.
    var isGivenUp: Bool { state == .failed || state == .stopOnly }
  }

  let directory: StateDirectory
  let kind: SupervisorKind
  private let keeper: any StackKeeper

  /// - Parameter kind: `nil` for the one that the directory was started with, s6 where it never was.
  /// - Throws: `Failure` where what is needed is missing.
  init(_ directory: StateDirectory, kind: SupervisorKind? = nil) throws {
    self.directory = directory
    self.kind = kind ?? Self.remembered(directory) ?? .s6
    switch self.kind {
    case .s6: keeper = try SuperviseScript(directory)
    case .systemd: keeper = try SystemdUnits(directory)
    case .none: keeper = BareProcesses(directory)
    }
  }

  private static func file(_ directory: StateDirectory) -> String { "\(directory.run)/supervisor" }

  private static func remembered(_ directory: StateDirectory) -> SupervisorKind? {
    FileManager.default.contents(atPath: file(directory)).flatMap {
      SupervisorKind(rawValue: String(decoding: $0, as: UTF8.self))
    }
  }

  func start() async throws {
    do {
      try Data(kind.rawValue.utf8).write(to: URL(fileURLWithPath: Self.file(directory)), options: .atomic)
    } catch {
      throw Failure(.cannotCreate, "\(Self.file(directory)) cannot be written: \(error.localizedDescription)")
    }
    try await keeper.start()
  }

  /// After a check: the trader's stop-only mode ends, and the trader is restarted.
  func reviveTrader() async throws {
    try await keeper.reviveTrader()
  }

  /// Whether the trader was given up and has not been checked since.
  func traderIsGivenUp() async throws -> Bool {
    if FileManager.default.fileExists(atPath: directory.traderGivenUp) { return true }
    return try await modules().contains { $0.role == .trader && $0.isGivenUp }
  }

  func stop() async throws {
    try await keeper.stop()
  }

  func modules() async throws -> [Module] {
    try await keeper.modules()
  }

  /// Whether anything of a stack runs here, or would be restarted.
  func isRunning() async throws -> Bool {
    if Role.allCases.contains(where: { RoleLock.owner(of: $0, in: directory) != nil }) { return true }
    return try await modules().contains { $0.isRunning || $0.isGivenUp }
  }

  /// This program's own file.
  static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// The folder that has the five processes: beside this program, or where `make install` puts them.
  static var binaries: String {
    let own = (executable as NSString).deletingLastPathComponent
    let installed = "\((own as NSString).deletingLastPathComponent)/libexec/sotano"
    return FileManager.default.isExecutableFile(atPath: "\(own)/trader") ? own : installed
  }
}

/// Runs a program to its end and returns what it printed.
///
/// - Parameter program: its name, looked up in PATH, or its path.
/// - Throws: `Failure` with the program's own complaint and, where it is one of ours, its exit code.
func output(of program: String, _ arguments: [String]) async throws -> String {
  // A shell takes either.
  let result = try await Subprocess.run(
    .name("sh"), arguments: Arguments(["-c", #"exec "$0" "$@""#, program] + arguments), output: .string(limit: 1 << 20),
    error: .string(limit: 1 << 20))
  let complaint = result.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
  switch result.terminationStatus {
  case .exited(0): return result.standardOutput
  case .exited(let code):
    let told = complaint.isEmpty ? "\(program) \(arguments.joined(separator: " ")) ended with \(code)" : complaint
    throw Failure(Sysexits(rawValue: Int32(code)) ?? .software, told)
  default: throw Failure(.software, "\(program) was killed")
  }
}
