import Domain
import Foundation
import Glibc
import Safety
import Testing

extension RealProcesses {
  struct Row54LatchJunkTests {
    @Test(.timeLimit(.minutes(6)))
    func `54: junk of every sort in the latch halts, ends no process and is cleared by command`() async throws {
      try await Stack.withOpenTrades { stack in
        let latch = "\(stack.directory)/latch"
        let born = try #require(try await stack.status()[.trader]?.epoch)
        try Latch(directory: latch).record(.test("copied", .frozen))
        try #require(rename("\(latch)/copied.trip", "\(latch)/copied.trip.bak") == 0)
        #expect(FileMark.touch("\(latch)/stop now"))
        #expect(FileMark.touch("\(latch)/\u{1b}[2J"))
        try #require(mkfifo("\(latch)/fifo", 0o600) == 0)
        try #require(symlink("/nowhere/at all", "\(latch)/link.trip") == 0)
        try #require(mkdir("\(latch)/folder", 0) == 0)
        try Data(repeating: UInt8(ascii: "["), count: 1 << 20).write(to: URL(fileURLWithPath: "\(latch)/large.trip"))
        let state = try await stack.halted()
        #expect(state.trips.filter { $0.level == "halted" }.count == 7)
        #expect(try Venue(of: stack).open == [])
        #expect(state[.trader]?.epoch == born, "the trader has not died of it")

        let one = try await stack.sotano("rearm", "--trip", "stop now", "--by", "Ana", "--reason", "it was me")
        #expect(one.code == 0, "\(one.complaint)")
        let rest = try await stack.rearmAll()
        #expect(rest.code == 0, "\(rest.output)\n\(rest.complaint)")
        let after = try await stack.status()
        #expect(after.trips.isEmpty && after.level != "halted")
        #expect(after[.trader]?.epoch == born)
        let left = try FileManager.default.contentsOfDirectory(atPath: latch)
        #expect(left.filter { !$0.hasPrefix(".") } == ["archive"])

        // The latch itself is gone: a halt, and a person's re-arm recreates it.
        try FileManager.default.removeItem(atPath: latch)
        try await until("a lost latch to halt") { try await stack.status().level == "halted" }
        try await until("flat", within: .seconds(5)) { try await stack.status().flatness == "verified flat" }
        let again = try await stack.rearmAll()
        #expect(again.code == 0, "\(again.output)\n\(again.complaint)")
        #expect(try await stack.status().trips.isEmpty)
        #expect(FileMark.touch("\(latch)/stop"))
        try await until("the new latch to halt") { try await stack.status().level == "halted" }
        #expect(try await stack.status()[.trader]?.epoch == born)
      }
    }
  }
}
