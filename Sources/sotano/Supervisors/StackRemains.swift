import Domain
import Foundation
import Safety

/// What of a stack runs on this machine, by the kernel alone: role locks, arguments and working directories.
///
/// No pid file is believed, so that nothing is missed after one was lost or the state directory was moved or removed.
struct StackRemains {
  struct Process: Hashable {
    var pid: Int32
    var name: String

    var isSupervisor: Bool { name.hasPrefix("s6-sv") || name == "s6-supervise" }
  }

  let directory: StateDirectory

  /// Programs that a stack is made of. A person's shell or editor in the directory is none.
  private static let programs =
    Set(Role.allCases.map(\.rawValue)).union(["watchdog", "s6-svscan", "s6-supervise", "s6-setlock", "s6-log"])

  /// Every living process of the stack, supervisors first.
  func processes() -> [Process] {
    let folder = absolute(directory.path)
    let owners = Set(Role.allCases.compactMap { RoleLock.owner(of: $0, in: directory) })
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    var found: [Process] = []
    for pid in numbers where pid != getpid() {
      guard let words = Self.arguments(of: pid), let program = words.first else { continue }
      let name = (program as NSString).lastPathComponent
      let isOurs = Self.programs.contains(name)
      guard owners.contains(pid) || isOurs && isAbout(folder, words, pid) else { continue }
      found.append(Process(pid: pid, name: name))
    }
    return found.sorted { ($0.isSupervisor ? 0 : 1, $0.pid) < ($1.isSupervisor ? 0 : 1, $1.pid) }
  }

  /// Ends what there is: asks first, supervisors before what they would restart, and kills what does not end.
  ///
  /// - Returns: what still runs after that.
  func end(asking: Int64 = 8_000, killing: Int64 = 4_000) async throws -> [Process] {
    let begin = MonotonicTime.now.milliseconds
    var asked: Set<Int32> = []
    while true {
      let left = processes()
      guard !left.isEmpty else { return [] }
      let waited = MonotonicTime.now.milliseconds - begin
      guard waited < asking + killing else { return left }
      for process in left where waited >= asking || asked.insert(process.pid).inserted {
        kill(process.pid, waited >= asking ? SIGKILL : SIGTERM)
        kill(process.pid, SIGCONT)
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// A stack in a folder inside this one is another stack.
  private func isAbout(_ folder: String, _ words: [String], _ pid: Int32) -> Bool {
    if let option = words.firstIndex(of: "--dir"), option + 1 < words.count, words[option + 1] == folder { return true }
    let own = ["service", "run", "logs"].map { "\(folder)/\($0)" }
    let services = [own[0], "\(URL(fileURLWithPath: folder).resolvingSymlinksInPath().path)/service"]
    if words.first.map({ ($0 as NSString).lastPathComponent.hasPrefix("s6-") }) == true,
      words.contains(where: { word in own.contains { word == $0 || word.hasPrefix("\($0)/") } })
    {
      return true
    }
    guard var place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd") else {
      return false
    }
    if place.hasSuffix(" (deleted)") { place.removeLast(" (deleted)".count) }
    return services.contains { place == $0 || place.hasPrefix("\($0)/") }
  }

  private func absolute(_ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    return (absolute as NSString).standardizingPath
  }

  /// `nil` for a process that is gone, a zombie or a thread of the kernel.
  private static func arguments(of pid: Int32) -> [String]? {
    guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"), !line.isEmpty else { return nil }
    return line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
