import Foundation
import Testing

/// Cores decide from their inputs alone. What would let a clock, the system or chance in is not to be found in them.
struct PurityTests {
  static let cores = [
    "Sources/Shared/Domain", "Sources/GridTrading", "Sources/Statistics", "Sources/ReferenceStatistics",
    "Sources/trader/ReferenceBot", "Sources/trader/StopOnly",
    "Sources/monitor/RealTimeMonitor", "Sources/optimizer/LiveOptimizer", "Sources/experimenter/ExperimentEngine",
    "Sources/controller/AdaptiveController", "Sources/Shared/Runtime/Loops", "Sources/trader/TraderRuntime/Loop",
    "Sources/Simulation", "Sources/Study", "Sources/Evaluation",
  ]

  static let forbidden = [
    "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday", "DispatchTime",
    "sleep(", "Thread", "DispatchQueue", "Task {", "Task.detached", "SystemRandomNumberGenerator", "arc4random",
    "randomElement()", "shuffled()", "FileManager", "FileHandle", "import Glibc", "import Foundation\n",
    "ProcessInfo", "getenv",
  ]

  @Test(arguments: cores)
  func `a core reads no clock, does no input or output, starts no thread and draws no chance`(core: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appendingPathComponent(core)
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    #expect(!files.isEmpty, "\(core) has no Swift file")
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let code = text.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }.joined(separator: "\n")
      for word in Self.forbidden {
        #expect(!code.contains(word), "\(file.lastPathComponent) contains '\(word)'")
      }
      for line in code.split(separator: "\n") where line.contains(".random(in:") {
        #expect(line.contains("using:"), "\(file.lastPathComponent) draws from the system's generator: \(line)")
      }
    }
  }
}
