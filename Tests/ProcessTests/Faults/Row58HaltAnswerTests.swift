import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  struct Row58HaltAnswerTests {
    @Test(.timeLimit(.minutes(4)))
    func `58: a halt that nobody has verified ends with 75 and says what may be open, whatever the trader does`()
      async throws
    {
      try await Stack.withOpenTrades { stack in
        // It hangs, and the watchdog is away.
        try await stack.supervise("hold", named: "watchdog")
        // Nobody is to replace what hangs.
        try await stack.supervise("hold", named: "watchdog")
        let hanging = try await stack.signal(.trader, SIGSTOP)
        let unheard = try await stack.sotano("halt", "--level", "frozen", "--timeout", "1")
        #expect(unheard.code == 75, "\(unheard.output)")
        let unverified = try await stack.sotano("halt", "--timeout", "1")
        #expect(unverified.code == 75, "\(unverified.output)")
        #expect(unverified.complaint.contains("NOT VERIFIED FLAT"))

        // It is gone for good. Since it is held down by hand it is not restarted; what it still closes on being woken
        // to end is closed.
        try await stack.supervise("hold", .trader)
        Glibc.kill(hanging, SIGKILL)
        let open = try Venue(of: stack).open
        let dead = try await stack.sotano("halt", "--timeout", "2")
        #expect(dead.code == 75, "\(dead.output)")
        #expect(dead.output.contains("does not run"))
        #expect(dead.complaint.contains(open.isEmpty ? "positions may be open" : "open: "), "\(dead.complaint)")

        try await stack.supervise("resume", .trader)
        let state = try await stack.halted()
        #expect(state.trips.count >= 2)
        #expect(try Venue(of: stack).open == [])
        let heard = try await stack.sotano("halt", "--level", "frozen")
        #expect(heard.code == 0, "\(heard.complaint)")
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func
      `59: the line that a halt prints can be pasted, and rearm --all takes everything back and tells of what returns`()
      async throws
    {
      try await Stack.withOpenTrades { stack in
        let halt = try await stack.sotano("halt")
        #expect(halt.code == 0, "\(halt.complaint)")
        let line = try #require(halt.output.split(separator: "\n").last { $0.contains("sotano rearm") })
        let pasted = try #require(line.range(of: "sotano rearm").map { String(line[$0.lowerBound...]) })
        let path = "PATH=\(Surroundings.binaries):$PATH"
        let unfilled = try await run("bash", ["-c", "\(path); \(pasted)"])
        #expect(unfilled.code != 0)
        #expect(unfilled.complaint.contains("your name"))
        let filled = try await run("bash", ["-c", "\(path); NAME=Ana WHY='all is well'; \(pasted)"])
        #expect(filled.code == 0, "\(filled.complaint)")
        #expect(try await stack.status().trips.isEmpty)

        var stopper = try Stopper(stack)
        try stopper.stop(.test("a", .halted))
        try stopper.stop(.test("b", .frozen))
        _ = try await stack.halted()
        let all = try await stack.rearmAll()
        #expect(all.code == 0, "\(all.complaint)")
        let told = all.output.split(separator: "\n").filter { $0.hasPrefix("re-armed") }
        #expect(told.map { $0.hasPrefix("re-armed: a is") } == [false, true], "the highest comes last: \(told)")
        let unknown = try await stack.sotano("rearm", "--trip", "c", "--by", "Ana", "--reason", "r")
        #expect(unknown.code == 65)
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `60: what a reason would do to a terminal is shown and not obeyed`() async throws {
      try await Stack.withOpenTrades { stack in
        let reason = "\u{1b}[2J\u{1b}]0;owned\u{7}gone \u{202e}drawkcab\u{9b}31m\nsafety    active"
        let halt = try await stack.sotano("halt", "--reason", reason, "--by", "\u{1b}[8mAna")
        #expect(halt.code == 0, "\(halt.complaint)")
        let status = try await stack.sotano("status")
        let back = try await stack.rearmAll()
        for text in [halt.output, status.output, back.output, back.complaint] {
          #expect(!text.unicodeScalars.contains { $0.value == 0x1b || $0.value == 7 || $0.value == 0x9b })
          #expect(!text.unicodeScalars.contains { $0.value == 0x202e })
        }
        #expect(status.output.contains("\\x1b[2J"))
        #expect(!status.output.contains("\nsafety    active"))
      }
    }
  }
}
