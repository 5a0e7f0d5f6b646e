import Domain
import Foundation
import Glibc

extension Stack {
  /// The process that the supervisor keeps for a module now, and whether it has said that it is ready.
  func keeper(_ role: Role) async throws -> (pid: Int32, isReady: Bool)? {
    let ended = try await run("s6-svstat", ["-o", "pid,ready", "\(directory)/service/\(role.rawValue)"])
    let words = ended.output.split(whereSeparator: \.isWhitespace)
    guard ended.code == 0, words.count == 2, let pid = Int32(words[0]), pid > 0 else { return nil }
    return (pid, words[1] == "true")
  }

  /// Kills a module's process with signal 9.
  ///
  /// - Returns: the process that was killed.
  @discardableResult
  func kill(_ role: Role) async throws -> Int32 {
    let victim = try await eventually("a process of the \(role.rawValue) to kill") { () -> Int32? in
      if let keeper = try await keeper(role), keeper.isReady { keeper.pid } else { nil }
    }
    guard Glibc.kill(victim, SIGKILL) == 0 else { throw Unmet(description: "\(role.rawValue): already gone") }
    return victim
  }

  /// Returns when another process than `former` is ready for a module.
  func back(_ role: Role, after former: Int32, within limit: Duration = .seconds(30)) async throws {
    try await until("the \(role.rawValue) to be back", within: limit) {
      if let keeper = try await keeper(role) { keeper.pid != former && keeper.isReady } else { false }
    }
  }

  /// Kills everything that belongs to the stack, supervisors first, with signal 9.
  func killEverything() throws {
    for _ in 0..<100 {
      let left = processes
      if left.isEmpty { return }
      for process in left where process.isSupervisor { Glibc.kill(process.pid, SIGKILL) }
      for process in left where !process.isSupervisor { Glibc.kill(process.pid, SIGKILL) }
    }
    throw Unmet(description: "processes that do not die: \(processes)")
  }

  /// Every living process that was started for this stack.
  var processes: [(pid: Int32, isSupervisor: Bool)] {
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    return numbers.compactMap { pid in
      guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"), !line.isEmpty else { return nil }
      let text = String(decoding: line, as: UTF8.self)
      let place = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")) ?? ""
      guard text.contains("\(directory)/") || place.hasPrefix("\(directory)/") else { return nil }
      return (pid, text.hasPrefix("s6-svscan") || text.hasPrefix("s6-supervise"))
    }
  }
}
