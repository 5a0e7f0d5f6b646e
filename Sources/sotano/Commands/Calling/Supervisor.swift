import Domain
import Foundation
import Safety
import Subprocess

/// The script that starts and keeps the processes of a stack, `deploy/supervise`.
struct Supervisor {
  /// One module as the supervisor sees it.
  struct Module: Hashable {
    enum State: String {
      case up
      case down
      /// Given up after a crash loop, or ended with a code that says that starting again cannot help.
      case failed
      /// It runs, and nobody would start it again.
      case unsupervised
    }

    var role: Role
    var state: State
    var pid: Int32?
    var isReady: Bool

    var isRunning: Bool { state == .up || state == .unsupervised }
  }

  let script: String
  let directory: StateDirectory

  /// - Throws: `Failure` where the script is nowhere.
  init(_ directory: StateDirectory) throws {
    let executable = Self.executable
    guard let script = Self.script(beside: executable, environment: ProcessInfo.processInfo.environment) else {
      throw Failure(
        .unavailable, "deploy/supervise is not found near \(executable); set SOTANO_LIBEXEC to the folder that has it")
    }
    self.script = script
    self.directory = directory
  }

  /// This program's own file.
  static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// Where the script is: told by the environment, installed, or in the folder that the program was built in.
  static func script(beside executable: String, environment: [String: String]) -> String? {
    var candidates: [String] = []
    if let folder = environment["SOTANO_LIBEXEC"], !folder.isEmpty { candidates.append("\(folder)/supervise") }
    var folder = (executable as NSString).deletingLastPathComponent
    candidates.append("\((folder as NSString).deletingLastPathComponent)/libexec/sotano/supervise")
    while folder != "/", !folder.isEmpty {
      candidates.append("\(folder)/deploy/supervise")
      folder = (folder as NSString).deletingLastPathComponent
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Starts every module; those that run go on undisturbed, those that were given up are tried again.
  func start() async throws {
    _ = try await call(["start", directory.path, (Self.executable as NSString).deletingLastPathComponent])
  }

  /// Stops every module and the supervisor itself, and returns when they have ended.
  func stop() async throws {
    _ = try await call(["stop", directory.path])
  }

  /// The modules that this directory has had, in order of rank.
  func modules() async throws -> [Module] {
    guard FileManager.default.fileExists(atPath: "\(directory.path)/service") else { return [] }
    return try await call(["status", directory.path]).split(separator: "\n").compactMap(Self.module)
  }

  /// Whether anything of a stack runs here, or would be started again.
  func isRunning() async throws -> Bool {
    if Role.allCases.contains(where: { RoleLock.owner(of: $0, in: directory) != nil }) { return true }
    return try await modules().contains { $0.isRunning || $0.state == .failed }
  }

  static func module(_ line: Substring) -> Module? {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count >= 4, let role = Role(rawValue: String(fields[0])),
      let state = Module.State(rawValue: String(fields[1]))
    else { return nil }
    return Module(role: role, state: state, pid: Int32(fields[2]), isReady: fields[3] == "true")
  }

  private func call(_ arguments: [String]) async throws -> String {
    let result = try await Subprocess.run(
      .name("bash"), arguments: Arguments([script] + arguments), output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
    let complaint = result.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
    switch result.terminationStatus {
    case .exited(0): return result.standardOutput
    case .exited(let code):
      let told = complaint.isEmpty ? "\(script) ended with \(code)" : complaint
      throw Failure(Sysexits(rawValue: Int32(code)) ?? .software, told)
    default: throw Failure(.software, "\(script) was killed")
    }
  }
}
