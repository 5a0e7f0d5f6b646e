import Foundation
import Testing

/// deploy/supervise with stand-ins for the modules.
@Suite(
  .enabled(if: has("s6-svscan") && has("s6-setlock"), "needs the Debian packages s6 and execline"), .serialized,
  .timeLimit(.minutes(3)))
struct SuperviseTests {
  private let stack: TemporaryStack

  init() throws {
    stack = try TemporaryStack()
    try FakeModules.install(["trader", "monitor"], in: stack.binaries)
  }

  @discardableResult
  private func supervise(_ command: String, _ arguments: String...) async throws -> Ending {
    try await Ending.of("bash", [Checkout.supervise, command, stack.directory] + arguments)
  }

  private func start() async throws {
    let ending = try await supervise("start", stack.binaries, "trader", "monitor")
    try #require(ending.code == 0, "\(ending.complaint)")
  }

  /// Fields of a module's line: name, state, pid, ready, seconds.
  private func fields(of module: String) async throws -> [String] {
    let lines = try await supervise("status").output.split(separator: "\n")
    let line = lines.first { $0.hasPrefix("\(module)\t") } ?? ""
    return line.split(separator: "\t").map(String.init)
  }

  /// Asks until a module is as the condition says, and gives its fields.
  private func once(_ module: String, _ condition: ([String]) -> Bool) async throws -> [String] {
    while true {
      let fields = try await self.fields(of: module)
      if fields.count == 5, condition(fields) { return fields }
    }
  }

  private func awaitReady(_ module: String) async throws -> Int32 {
    let fields = try await once(module) { $0[1] == "up" && $0[3] == "true" }
    return try #require(Int32(fields[2]))
  }

  private func isRunning(_ pid: Int32) -> Bool {
    let state = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
    return !state.isEmpty && !state.contains(") Z ")
  }

  @Test func `a killed module is started again and the others go on`() async throws {
    try await start()
    let trader = try await awaitReady("trader")
    let monitor = try await awaitReady("monitor")
    kill(trader, SIGKILL)
    let again = try await once("trader") { $0[3] == "true" && $0[2] != "\(trader)" }
    #expect(again[1] == "up")
    #expect(try await awaitReady("monitor") == monitor)
    try await supervise("stop")
    #expect(!isRunning(monitor))
  }

  @Test func `stop ends everything and start goes on`() async throws {
    try await start()
    let trader = try await awaitReady("trader")
    let supervisor = try #require(Int32(stack.file("run/supervisor.pid").trimmingCharacters(in: .newlines)))
    #expect(try await supervise("stop").code == 0)
    #expect(!isRunning(trader))
    #expect(!isRunning(supervisor))
    #expect(try await supervise("stop").code == 0, "stopping what is stopped is no error")
    try await start()
    #expect(try await awaitReady("trader") != trader)
    try await supervise("stop")
  }

  @Test func `restart replaces one module, hold keeps it down and resume brings it back`() async throws {
    try await start()
    let trader = try await awaitReady("trader")
    let monitor = try await awaitReady("monitor")
    #expect(try await supervise("restart", "monitor").code == 0)
    let second = try await awaitReady("monitor")
    #expect(second != monitor)
    #expect(try await supervise("hold", "monitor").code == 0)
    #expect(try await fields(of: "monitor")[1] == "down")
    #expect(!isRunning(second))
    #expect(try await supervise("resume", "monitor").code == 0)
    _ = try await awaitReady("monitor")
    #expect(try await awaitReady("trader") == trader)
    try await supervise("stop")
  }

  @Test func `five deaths in a minute end the attempts and raise one alarm`() async throws {
    try stack.write("1", to: "exit.monitor")
    try await start()
    _ = try await once("monitor") { $0[1] == "failed" }
    #expect(stack.file("starts.monitor").split(separator: "\n").count == 5)
    let alarms = stack.file("alarms").split(separator: "\n")
    #expect(alarms.count == 1)
    #expect(alarms.first?.contains("monitor died five times in a minute") == true)
    try FileManager.default.removeItem(atPath: "\(stack.directory)/exit.monitor")
    try await supervise("resume", "monitor")
    _ = try await awaitReady("monitor")
    try await supervise("stop")
  }

  @Test(arguments: [1, 64, 65, 77, 78])
  func `a trader that is given up only stops, for ever, until it is resumed`(code: Int) async throws {
    try stack.write("\(code)", to: "exit.trader")
    try FileManager.default.createDirectory(atPath: "\(stack.directory)/run", withIntermediateDirectories: true)
    try stack.write("demo\n", to: "run/bot")
    try stack.write("halted\n", to: "run/flatten")
    try await start()
    let first = try await once("trader") { $0[1] == "stop-only" && $0[3] == "true" }
    #expect(stack.file("starts.trader").split(separator: "\n").count == (code == 1 ? 5 : 1))
    #expect(stack.file("words.trader").contains("--stop-only --bot demo --flatten halted"))
    let alarms = stack.file("alarms").split(separator: "\n")
    #expect(alarms.count == 1)
    #expect(alarms.first?.hasSuffix("goes on stop-only: see logs/trader/current") == true)
    // Its own deaths are not counted, whatever their code.
    try stack.write("78", to: "exit.stop-only")
    kill(try #require(Int32(first[2])), SIGKILL)
    while stack.file("starts.stop-only").split(separator: "\n").count < 8 {
      try await Task.sleep(for: .milliseconds(50))
    }
    try FileManager.default.removeItem(atPath: "\(stack.directory)/exit.stop-only")
    _ = try await once("trader") { $0[1] == "stop-only" && $0[3] == "true" }
    #expect(stack.file("alarms").split(separator: "\n").count == 1)
    // Nor does a new start end it.
    try await supervise("stop")
    try await start()
    _ = try await once("trader") { $0[1] == "stop-only" && $0[3] == "true" }
    try FileManager.default.removeItem(atPath: "\(stack.directory)/exit.trader")
    try await supervise("resume", "trader")
    _ = try await awaitReady("trader")
    try await supervise("stop")
  }

  @Test(arguments: [64, 65, 77, 78])
  func `an exit code that a restart cannot mend is not restarted`(code: Int) async throws {
    try stack.write("\(code)", to: "exit.monitor")
    try await start()
    _ = try await once("monitor") { $0[1] == "failed" }
    #expect(stack.file("starts.monitor").split(separator: "\n").count == 1)
    #expect(stack.file("alarms").contains("monitor exited \(code) and is not started again"))
    _ = try await awaitReady("trader")
    try await supervise("stop")
  }

  @Test func `a supervisor that was killed comes back without a second copy`() async throws {
    try await start()
    let trader = try await awaitReady("trader")
    let supervisor = try #require(Int32(stack.file("run/supervisor.pid").trimmingCharacters(in: .newlines)))
    kill(supervisor, SIGKILL)
    try await start()
    #expect(stack.file("run/supervisor.pid").trimmingCharacters(in: .newlines) != "\(supervisor)")
    #expect(try await awaitReady("trader") == trader)
    #expect(stack.file("starts.trader").split(separator: "\n").count == 1)
    kill(trader, SIGKILL)
    let again = try await once("trader") { $0[3] == "true" && $0[2] != "\(trader)" }
    #expect(again[1] == "up")
    try await supervise("stop")
    #expect(stack.file("starts.trader").split(separator: "\n").count == 2)
  }

  @Test func `a module whose own supervisor was killed keeps its lock, is told, and is stopped with the rest`()
    async throws
  {
    try await start()
    let trader = try await awaitReady("trader")
    let status = try String(contentsOfFile: "/proc/\(trader)/status", encoding: .utf8)
    let parent = try #require(
      status.split(separator: "\n").first { $0.hasPrefix("PPid:") }?.split(separator: "\t").last.flatMap { Int32($0) })
    kill(parent, SIGKILL)
    let orphan = try await once("trader") { $0[1] == "unsupervised" && $0[4] != "-" }
    #expect(orphan[2] == "\(trader)")
    #expect(stack.file("starts.trader").split(separator: "\n").count == 1)
    try await supervise("stop")
    #expect(!isRunning(trader))
  }

  @Test func `a wrong call ends with 64 and the manual, a missing program with 69`() async throws {
    let wrong = try await Ending.of("bash", [Checkout.supervise, "begin", stack.path])
    #expect(wrong.code == 64)
    #expect(wrong.complaint.contains("supervise restart DIR MODULE"))
    let missing = try await supervise("start", stack.binaries, "optimizer")
    #expect(missing.code == 69)
    #expect(missing.complaint.contains("no executable"))
  }
}
