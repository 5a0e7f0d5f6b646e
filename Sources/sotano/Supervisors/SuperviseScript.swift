import Domain
import Foundation
import Safety

/// The script that starts and keeps the processes of a stack with s6, `deploy/supervise`.
struct SuperviseScript: StackKeeper {
  let script: String
  let directory: StateDirectory

  /// - Throws: `Failure` where the script is nowhere.
  init(_ directory: StateDirectory) throws {
    let executable = Supervisor.executable
    guard let script = Self.script(beside: executable, environment: ProcessInfo.processInfo.environment) else {
      throw Failure(
        .unavailable, "deploy/supervise is not found near \(executable); set SOTANO_LIBEXEC to the folder that has it")
    }
    self.script = script
    self.directory = directory
  }

  /// Where the script is: named by the environment, installed, or in the folder that the program was built in.
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

  func start() async throws {
    _ = try await call(["start", directory.path, Supervisor.binaries])
  }

  func reviveTrader() async throws {
    _ = try await call(["resume", directory.path, "trader"])
  }

  func stop() async throws {
    _ = try await call(["stop", directory.path])
  }

  func modules() async throws -> [Supervisor.Module] {
    guard FileManager.default.fileExists(atPath: "\(directory.path)/service") else { return [] }
    return try await call(["status", directory.path]).split(separator: "\n").compactMap(Self.module)
  }

  static func module(_ line: Substring) -> Supervisor.Module? {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count >= 4, let role = Role(rawValue: String(fields[0])),
      let state = Supervisor.Module.State(rawValue: String(fields[1]))
    else { return nil }
    return Supervisor.Module(role: role, state: state, pid: Int32(fields[2]), isReady: fields[3] == "true")
  }

  private func call(_ arguments: [String]) async throws -> String {
    try await output(of: "bash", [script] + arguments)
  }
}
