import Foundation
import Measuring

/// Runs the real processes over recorded or synthetic minutes in lockstep and measures what each of them keeps resident.
///
///     MemoryBenchmark [.build/bench.json] [MINUTES|year]
///
/// The default is 28 days of a synthetic market, a few minutes of work; `year` is the real year of minute bars.
@main
enum MemoryBenchmark {
  private static let roles = ["trader", "monitor", "experimenter", "controller", "optimizer"]

  static func main() throws {
    let binaries = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().standardizedFileURL.path
    let directory = "/tmp/sotano-memory-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let up = Process()
    up.executableURL = URL(fileURLWithPath: "\(binaries)/sotano")
    up.arguments = ["up", "--dir", directory, "--pace", "max", "--wait", "--json"] + (try source())
    let output = Pipe()
    up.standardOutput = output
    try up.run()
    var last: [String: Double] = [:]
    var most: [String: Double] = [:]
    while up.isRunning {
      // An eye on it, not a wait for it: memory has no event to wait for.
      Thread.sleep(forTimeInterval: 0.2)
      for (role, pid) in processes(of: directory) {
        last[role] = OwnProcess.memory("VmRSS", of: pid) ?? last[role]
        most[role] = OwnProcess.memory("VmHWM", of: pid) ?? most[role]
      }
    }
    let summary = output.fileHandleForReading.readDataToEndOfFile()
    guard up.terminationStatus == 0 else { throw Failed(code: up.terminationStatus) }
    print(String(decoding: summary, as: UTF8.self))
    var values: [String: Double] = [:]
    for role in roles {
      values["memory.\(role)_mib"] = last[role]
      values["memory.\(role)_peak_mib"] = most[role]
    }
    try BenchmarkFile.report(values)
  }

  private static func source() throws -> [String] {
    switch CommandLine.arguments.dropFirst(2).first {
    case "year":
      guard let path = RecordedYear.path else { throw NoYear() }
      return ["--data", path]
    case let minutes: return ["--minutes", minutes ?? "\(4 * 5 * 1440)"]
    }
  }

  /// The stack's processes: those that were given its directory.
  private static func processes(of directory: String) -> [(role: String, pid: String)] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.compactMap { pid in
      guard Int(pid) != nil, let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return nil }
      let words = String(decoding: line, as: UTF8.self).split(separator: "\0").map(String.init)
      guard words.contains(directory), let program = words.first,
        let role = roles.first(where: { program.hasSuffix("/\($0)") })
      else { return nil }
      return (role, pid)
    }
  }

  struct Failed: Error {
    var code: Int32
  }

  /// There are no real minute bars: set `SOTANO_SHARED`.
  struct NoYear: Error {}
}
