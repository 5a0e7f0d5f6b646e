import Domain
import Glibc

extension Stack {
  /// Ways in which a process runs and does nothing.
  enum Hang: String, CaseIterable, Sendable {
    /// All of it stands still, by SIGSTOP.
    case stopped
    /// Its main thread stands still, its I/O thread goes on and keeps its connections alive.
    case mainThread
  }

  /// Makes a ready process hang. `release` lets go of what holds it, where something does.
  func hang(_ role: Role, _ hang: Hang) async throws -> (pid: Int32, release: @Sendable () -> Void) {
    let pid = try await eventually("a ready process of the \(role.rawValue)") { () -> Int32? in
      if let keeper = try await keeper(role), keeper.isReady { keeper.pid } else { nil }
    }
    switch hang {
    case .stopped:
      guard Glibc.kill(pid, SIGSTOP) == 0 else { throw Unmet(description: "\(role.rawValue): already gone") }
      return (pid, {})
    case .mainThread:
      // Background, so that the tracer lives on; it ends with the process that it holds.
      let ended = try await run("bash", ["-c", "python3 -c \"$0\" \"$1\" >/dev/null 2>&1 &", Self.tracer, "\(pid)"])
      guard ended.code == 0 else { throw Unmet(description: "the tracer did not start: \(ended.complaint)") }
      try await until("the main thread to stand still", within: .seconds(10)) { Self.state(of: pid) == "t" }
      return (pid, {})
    }
  }

  /// Stops one thread and no other: PTRACE_SEIZE, then PTRACE_INTERRUPT, see ptrace(2).
  private static let tracer = """
    import ctypes, os, sys
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long] * 4
    pid = int(sys.argv[1])
    assert libc.ptrace(0x4206, pid, 0, 0) == 0
    assert libc.ptrace(0x4207, pid, 0, 0) == 0
    os.waitpid(pid, 0x40000000)
    os.waitpid(pid, 0x40000000)
    """

  /// The letter that proc(5) gives for a thread's state.
  private static func state(of pid: Int32) -> Character? {
    guard let file = fopen("/proc/\(pid)/task/\(pid)/stat", "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = fread(&bytes, 1, bytes.count, file)
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    return text[text.index(end, offsetBy: 2)...].first
  }
}
