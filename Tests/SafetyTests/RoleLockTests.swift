import Domain
import Foundation
import Safety
import Testing

@Suite struct RoleLockTests {
  let state: TemporaryState

  init() throws {
    state = try TemporaryState()
  }

  @Test func `a role has one holder, and is free again when the holder ends`() throws {
    var lock: RoleLock? = try RoleLock.acquire(.trader, in: state.directory)
    #expect(RoleLock.owner(of: .trader, in: state.directory) == getpid())
    #expect(RoleLock.owner(of: .monitor, in: state.directory) == nil)
    #expect(throws: RoleLockError.taken(role: .trader, by: getpid())) {
      try RoleLock.acquire(.trader, in: state.directory)
    }
    #expect(lock?.stillStands == true)
    lock = nil
    #expect(RoleLock.owner(of: .trader, in: state.directory) == nil)
    _ = try RoleLock.acquire(.trader, in: state.directory)
  }

  @Test func `a refusal asks for exit code 69`() {
    #expect(RoleLockError.taken(role: .trader, by: 1).exitCode.rawValue == 69)
  }

  @Test func `an owner whose lock file was removed learns that it no longer stands`() throws {
    let lock = try RoleLock.acquire(.optimizer, in: state.directory)
    try FileManager.default.removeItem(atPath: lock.path)
    #expect(!lock.stillStands)
    try Data().write(to: URL(fileURLWithPath: lock.path))
    #expect(!lock.stillStands)
  }

  static let hasPython = (try? run("python3", "-c", "import fcntl")) == 0

  @Test(.enabled(if: hasPython, "needs python3 to play the other process"))
  func `another process sees the owner's pid, cannot take the lock, and frees its own by dying`() throws {
    let path = state.directory.lock(of: .monitor)
    let other = Process()
    other.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    other.arguments = [
      "python3", "-c",
      "import fcntl,sys; f=open(sys.argv[1],'a+'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); input()",
      path,
    ]
    let output = Pipe()
    other.standardOutput = output
    other.standardInput = Pipe()
    try other.run()
    #expect(output.fileHandleForReading.availableData.starts(with: Data("held".utf8)))
    #expect(RoleLock.owner(of: .monitor, in: state.directory) == other.processIdentifier)
    #expect(throws: RoleLockError.taken(role: .monitor, by: other.processIdentifier)) {
      try RoleLock.acquire(.monitor, in: state.directory)
    }
    kill(other.processIdentifier, SIGKILL)
    other.waitUntilExit()
    #expect(RoleLock.owner(of: .monitor, in: state.directory) == nil)
    let lock = try RoleLock.acquire(.monitor, in: state.directory)
    // Asking about others must not lose the own lock, as closing any descriptor of the file would.
    _ = RoleLock.owner(of: .monitor, in: state.directory)
    let probe = "import fcntl,sys; f=open(sys.argv[1],'a+'); fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB)"
    #expect(try run("python3", "-c", probe, path) != 0)
    #expect(try String(contentsOfFile: lock.path, encoding: .utf8) == "\(getpid())\n")
  }
}
