import Domain
import Foundation
import Safety

/// The processes without a supervisor that would restart them: for a container that has its own, or a look.
struct BareProcesses: StackKeeper {
  let directory: StateDirectory

  init(_ directory: StateDirectory) {
    self.directory = directory
  }

  func start() async throws {
    for role in Role.allCases where RoleLock.owner(of: role, in: directory) == nil {
      let log = "\(directory.logs)/\(role.rawValue)"
      try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: true)
      _ = try await output(
        of: "sh",
        [
          "-c", #"setsid "$1" --dir "$2" </dev/null >>"$3" 2>&1 &"#, "start",
          "\(Supervisor.binaries)/\(role.rawValue)", directory.path, "\(log)/current",
        ])
    }
  }

  /// Nothing starts the stop-only mode here, so none has to be ended.
  func reviveTrader() async throws {}

  func stop() async throws {
    // The bot first, so that it does not see the others fall silent.
    for role in Role.allCases {
      guard let pid = RoleLock.owner(of: role, in: directory) else { continue }
      kill(pid, SIGTERM)
      let end = MonotonicTime.now.milliseconds + 5_000
      while RoleLock.owner(of: role, in: directory) == pid {
        if MonotonicTime.now.milliseconds > end { kill(pid, SIGKILL) }
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }

  func modules() async throws -> [Supervisor.Module] {
    Role.allCases.map { role in
      let pid = RoleLock.owner(of: role, in: directory)
      return Supervisor.Module(role: role, state: pid == nil ? .down : .unsupervised, pid: pid, isReady: pid != nil)
    }
  }
}
