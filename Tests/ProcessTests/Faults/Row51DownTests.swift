import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  /// `up` and `down` are safe beside each other, and `down` ends with 0 only when nothing runs.
  struct Row51DownTests {
    static let market = ["--pace", "600", "--seed", "3"]

    enum Loss: String, CaseIterable {
      case pidFile, staleProcessID, moved, removed, supervisorKilled, allSupervisorsKilled, hungTrader
    }

    @Test(.timeLimit(.minutes(8)), arguments: Loss.allCases)
    func `51: down ends with 0 only when nothing of the stack runs`(loss: Loss) async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        let pids = try await stack.status().processes.compactMap(\.pid)
        #expect(pids.count == Role.allCases.count)
        let pidFile = "\(stack.directory)/run/supervisor.pid"
        let supervisors = stack.processes.filter(\.isSupervisor).map(\.pid)
        var all = stack.processes.map(\.pid)
        all += pids
        switch loss {
        case .pidFile: unlink(pidFile)
        case .staleProcessID: try Data("\(getpid())\n".utf8).write(to: URL(fileURLWithPath: pidFile))
        case .moved: rename(stack.directory, "\(stack.folder)/moved")
        case .removed:
          // Running processes recreate their sockets meanwhile.
          try await until("the directory to be gone", within: .seconds(10)) {
            _ = try await run("rm", ["-rf", stack.directory])
            return access(stack.directory, F_OK) != 0
          }
        case .supervisorKilled:
          let pid = try #require(
            Int32(String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .newlines)))
          kill(pid, SIGKILL)
        case .allSupervisorsKilled: for pid in supervisors { kill(pid, SIGKILL) }
        case .hungTrader: kill(try #require(try await stack.status()[.trader]?.pid), SIGSTOP)
        }
        // By the new name as well as by the old one: the caller knows only where the stack was.
        var ended = try await stack.sotano("down")
        #expect(ended.code == 0, "\(loss): \(ended.complaint)")
        let left = Set(all).filter { isAlive($0) }
        #expect(left.isEmpty, "\(loss): \(left) still run, down said \(ended.output)")
        #expect(stack.processes.isEmpty, "\(loss): \(stack.processes)")
        ended = try await stack.sotano("down")
        #expect(ended.code == 0 && ended.output.contains("nothing runs"), "\(loss): \(ended.output)")
      }
    }

    @Test(.timeLimit(.minutes(6)))
    func `52: two ups at once make one stack, and down beside up leaves all or nothing`() async throws {
      try await Stack.with(Self.market) { stack in
        async let first = stack.sotano("up", Self.market)
        async let second = stack.sotano("up", Self.market)
        let ends = try await [first, second]
        #expect(ends.allSatisfy { $0.code == 0 || $0.code == 75 } && ends.contains { $0.code == 0 })
        #expect(try await stack.status().isWhole)
        #expect(
          stack.processes.count { $0.isSupervisor } == 13, "a scanner, and two supervisors for each of six modules")
        // A second supervisor, or a stack that is half down, shows itself here.
        for _ in 1...3 {
          async let down = stack.sotano("down")
          async let up = stack.sotano("up", Self.market)
          let (stopped, started) = try await (down, up)
          #expect(stopped.code == 0 || stopped.code == 75, "\(stopped.complaint)")
          #expect(started.code == 0 || started.code == 75, "\(started.complaint)")
          let ended = try await stack.sotano("down")
          #expect(ended.code == 0, "\(ended.complaint)")
          #expect(stack.processes.isEmpty, "\(stack.processes)")
        }
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `52: an up that was killed in the middle is called again`() async throws {
      try await Stack.with(Self.market) { stack in
        for milliseconds in [20, 60, 120, 250] {
          _ = try await run(
            "timeout",
            [
              "-s", "KILL", "\(Double(milliseconds) / 1000)", "\(Surroundings.binaries)/sotano", "up", "--dir",
              stack.directory,
            ] + Self.market,
            stack.environment)
        }
        try await stack.up()
        #expect(try await stack.status().isWhole)
        #expect(stack.processes.count { $0.isSupervisor } == 13, "\(stack.processes)")
        #expect(try await stack.sotano("down").code == 0)
        #expect(stack.processes.isEmpty)
      }
    }

    @Test(.timeLimit(.minutes(6)), arguments: ["C", "C.UTF-8"])
    func `53: a state directory may have any name under any locale`(locale: String) async throws {
      try await inTemporaryFolder { folder in
        let stack = Stack(folder: "\(folder)/sótano ñ'$x\"&", arguments: Self.market, surroundings: ["LC_ALL": locale])
        try await stack.up()
        #expect(try await stack.status().isWhole)
        #expect(try await stack.sotano("down").code == 0)
        #expect(stack.processes.isEmpty)
      }
    }

    @Test func `53: a line break in the state directory's name, and a pace beyond its range, are refused`() async throws
    {
      try await inTemporaryFolder { folder in
        let stack = Stack(folder: folder, arguments: [])
        let broken = try await run(
          "\(Surroundings.binaries)/sotano", ["up", "--dir", "\(folder)/a\nb"], stack.environment)
        #expect(broken.code == 64 && broken.complaint.contains("line break"), "\(broken.complaint)")
        for pace in ["1e300", "nan", "inf", "1e-9", "-1", "0", "0.009", "100001", "max1", ""] {
          let ended = try await stack.sotano("up", ["--check-config", "--pace=\(pace)"])
          #expect(ended.code == 64 && ended.complaint.contains("0.01 to 100000"), "\(pace): \(ended.complaint)")
        }
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `53: a run with open positions is put away only when that is meant`() async throws {
      try await Stack.with([
        "--pace", "3600", "--seed", "3", "--set", "gridSpacing=10", "--set", "takeProfit=90", "--set", "stopLoss=140",
      ]) { stack in
        try await stack.up()
        try await until("an open position") { try !Venue(of: stack).open.isEmpty }
        #expect(try await stack.sotano("down").code == 0)
        let open = try Venue(of: stack).open
        try #require(!open.isEmpty)
        let refused = try await stack.sotano("up", stack.arguments + ["--fresh"])
        #expect(refused.code == 75 && refused.complaint.contains("--abandon"), "\(refused.complaint)")
        for order in open { #expect(refused.complaint.contains(order)) }
        #expect(try Venue(of: stack).open == open)
        let meant = try await stack.sotano("up", stack.arguments + ["--fresh", "--abandon"])
        #expect(meant.code == 0, "\(meant.complaint)")
        #expect(FileManager.default.fileExists(atPath: "\(stack.directory)/archive"))
      }
    }

    private func isAlive(_ pid: Int32) -> Bool {
      let state = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
      return !state.isEmpty && !state.contains(") Z ")
    }
  }
}
