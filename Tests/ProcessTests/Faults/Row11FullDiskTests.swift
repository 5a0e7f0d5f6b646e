import Domain
import Foundation
import Glibc
import Testing

extension RealProcesses {
  @Suite(.enabled(if: getuid() == 0, "needs the right to mount a small file system"))
  struct Row11FullDiskTests {
    @Test(.timeLimit(.minutes(6)))
    func `11: a stop on a full disk is recorded, since space was held back for it`() async throws {
      try await Stack.with(["--pace", "600", "--seed", "5", "--set", "gridSpacing=10"]) { stack in
        try FileManager.default.createDirectory(atPath: stack.directory, withIntermediateDirectories: true)
        let mount = try await run(
          "mount", ["-t", "tmpfs", "-o", "size=96m,mode=0700", "tmpfs", stack.directory])
        try #require(mount.code == 0, "\(mount.complaint)")
        do {
          try await stack.up()
          try await until("an open trade", within: .seconds(60)) { try Venue(of: stack).open.count >= 1 }
          #expect(FileMark("\(stack.directory)/run/reserve") != nil)
          _ = try await run("dd", ["if=/dev/zero", "of=\(stack.directory)/run/fill", "bs=64k"])
          let stop = try await stack.sotano("halt", "--reason", "a full disk", "--timeout", "30")
          #expect(stop.code == 0, "\(stop.complaint)")
          let latched = try FileManager.default.contentsOfDirectory(atPath: "\(stack.directory)/latch")
          #expect(latched.contains { $0.hasPrefix("operator-") })
          #expect(FileMark("\(stack.directory)/run/reserve") == nil, "the reserve was given up for it")
          unlink("\(stack.directory)/run/fill")
          try await until("the halt to be verified", within: .seconds(60)) {
            let state = try await stack.status()
            return state.level == "halted" && state.flatness == "verified flat"
          }
          #expect(try Venue(of: stack).open == [])
          #expect(try Venue(of: stack).repeated == [])
          try await stack.supervise("stop")
          try await stack.expectWholeJournals()
        } catch {
          _ = try? await stack.supervise("stop")
          _ = try await run("umount", ["-l", stack.directory])
          throw error
        }
        _ = try await run("umount", ["-l", stack.directory])
      }
    }
  }
}
