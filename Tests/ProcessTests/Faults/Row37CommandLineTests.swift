import Domain
import Foundation
import Testing

extension RealProcesses {
  struct Row37CommandLineTests {
    private static let numbers = [
      "-9223372036854775808", "9223372036854775807", "9223372036854775808", "-2147483648", "2147483647", "-1", "0", "1",
      "1e308", "1e-308", "-1e308", "nan", "inf", "0x10", "", " ", "1.05", "٣", String(repeating: "9", count: 400),
    ]
    private static let texts = [
      "", " ", "a", String(repeating: "x", count: 5_000), "\u{1b}[2J", "é", "-1", "--", "a\nb",
    ]
    private static let who = ["--by", "Ana", "--reason", "a test", "--timeout", "5"]

    /// Every option that takes a number or a text, with each of them in its place.
    private static func lines(_ folder: String) -> [[String]] {
      var lines: [[String]] = []
      for number in numbers {
        for parameter in Parameter.allCases { lines.append(["set", parameter.rawValue, "--", number] + []) }
        for parameter in Parameter.allCases { lines.append(["set", parameter.rawValue, number] + who) }
        lines += [
          ["rollback", number] + who, ["explain", number], ["experiment", "stop", number] + who,
          ["experiment", "show", number],
          ["experiment", "start", "--hypothesis", "a", "--by", "Ana", "--set", "gridSpacing=\(number)"],
          ["experiment", "start", "--hypothesis", "a", "--by", "Ana", "--set", "gridSpacing=22", "--priority", number],
          ["experiment", "plan", "--set", "gridSpacing=\(number)"],
          ["set", "gridSpacing", "20.1", "--by", "Ana", "--reason", "a", "--timeout", number],
          ["tap", "none.*", "--count", "1", "--timeout", number == "1" ? "1" : "-\(number)"],
          ["tap", "minute.*", "--timeout", "1", "--count", number],
          ["up", "--check-config", "--pace", number], ["up", "--check-config", "--seed", number],
          ["up", "--check-config", "--minutes", number], ["up", "--check-config", "--set", "gridSpacing=\(number)"],
          ["up", "--check-config", "--plant", "stopLoss=\(number)@\(number)"],
          ["simulate", "--seeds", number == "1" || Double(number) ?? 0 > 1 ? "0" : number],
          ["simulate", "--hours", number == "1" ? "0" : number, "--seeds", "1"],
          ["simulate", "--seed", number, "--seeds", "1", "--hours", "1"],
        ]
      }
      for text in texts {
        lines += [
          ["rearm", "--trip", text] + who, ["approve", "--by", text, "--reason", "a"],
          ["approve", "--by", "Ana", "--reason", text], ["set", text, text] + who,
          ["experiment", "start", "--hypothesis", text, "--by", text, "--set", "gridSpacing=22"],
          ["halt", "--level", text, "--reason", "a"], ["halt", "--reason", "a", "--timeout", "nan"],
          ["up", "--check-config", "--symbol", text], ["up", "--check-config", "--config", text],
          ["up", "--check-config", "--data", text], ["tap", text, "--timeout", "1"], ["params", text],
          ["replay", "--data", text],
        ]
      }
      return lines
    }

    private static let settings = [
      "trader: {initialBalance: 9223372036854.775807}", "holidays: [{month: 9223372036854775807, day: 0}]",
      "monitor: {hourWindows: [9223372036854775807]}", "monitor: {recentTrades: 0}", "monitor: {recentTrades: -1}",
      "experimenter: {blockTrades: 0}", "experimenter: {mostCandidates: 1000000}", "optimizer: {stepTime: -1}",
      "controller: {longestBackOff: -9223372036854775808}", "experimenter: {quarter: 9223372036854775807}",
      "parameters: {gridSpacing: -214748364.8}", "bot: ''", "experimenter: {alpha: .nan}", "[", "",
    ]

    @Test(.timeLimit(.minutes(30)))
    func `37: extreme values on the command line and in the settings end with an exit code and never in a crash`()
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "37"]) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        // A quarter of them, unless there is time (`SOTANO_LONG=1`): each is a program of its own.
        var lines = Self.lines(stack.folder)
        if !Surroundings.hasTime { lines = lines.enumerated().filter { $0.offset % 4 == 0 }.map(\.element) }
        for (number, text) in Self.settings.enumerated() {
          let file = "\(stack.folder)/settings-\(number).yaml"
          try Data(text.utf8).write(to: URL(fileURLWithPath: file))
          lines.append(["up", "--check-config", "--config", file])
        }
        var crashes: [String] = []
        for line in lines {
          let words = line.first == "simulate" || line.first == "replay" ? line : line + ["--dir", stack.directory]
          let ended = try await run("\(Surroundings.binaries)/sotano", words)
          let isCode = ended.code == 0 || ended.code == 1 || (64...78).contains(ended.code)
          if !isCode { crashes.append("\(ended.code): \(line)\n\(ended.complaint.suffix(300))") }
        }
        #expect(crashes == [])
        print("command line: \(lines.count) calls")
        let state = try await stack.status()
        #expect(state.isWhole)
        for role in Role.allCases { #expect(state[role]?.epoch == 1, "\(role.rawValue)") }
      }
    }
  }
}
