import Domain
import Foundation
import Testing

@testable import sotano

@Suite struct SupervisorTests {
  @Test func `a status line is read, a foreign one is passed over`() {
    let up = Supervisor.module("trader\tup\t12\ttrue\t3")
    #expect(up?.role == .trader)
    #expect(up?.state == .up)
    #expect(up?.pid == 12)
    #expect(up?.isReady == true)
    let down = Supervisor.module("monitor\tdown\t-\tfalse\t-")
    #expect(down?.pid == nil)
    #expect(down?.isRunning == false)
    #expect(Supervisor.module("dashboard\tup\t12\ttrue\t3") == nil)
    #expect(Supervisor.module("trader up") == nil)
  }

  @Test func `the script is found from the environment, installed, or up the build folder`() throws {
    let stack = try TemporaryStack()
    func place(_ path: String) throws {
      let folder = ("\(stack.path)/\(path)" as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      #expect(
        FileManager.default.createFile(
          atPath: "\(stack.path)/\(path)", contents: Data(), attributes: [.posixPermissions: 0o755]))
    }
    let executable = "\(stack.path)/a/b/c/sotano"
    #expect(Supervisor.script(beside: executable, environment: [:]) == nil)
    try place("a/deploy/supervise")
    #expect(Supervisor.script(beside: executable, environment: [:]) == "\(stack.path)/a/deploy/supervise")
    try place("a/b/libexec/sotano/supervise")
    #expect(Supervisor.script(beside: executable, environment: [:]) == "\(stack.path)/a/b/libexec/sotano/supervise")
    try place("own/supervise")
    let told = Supervisor.script(beside: executable, environment: ["SOTANO_LIBEXEC": "\(stack.path)/own"])
    #expect(told == "\(stack.path)/own/supervise")
  }
}
