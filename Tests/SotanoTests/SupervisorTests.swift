import Domain
import Foundation
import Testing

@testable import sotano

@Suite struct SupervisorTests {
  @Test func `a status line is read, a foreign one is passed over`() {
    let up = SuperviseScript.module("trader\tup\t12\ttrue\t3")
    #expect(up?.role == .trader)
    #expect(up?.state == .up)
    #expect(up?.pid == 12)
    #expect(up?.isReady == true)
    let down = SuperviseScript.module("monitor\tdown\t-\tfalse\t-")
    #expect(down?.pid == nil)
    #expect(down?.isRunning == false)
    #expect(SuperviseScript.module("dashboard\tup\t12\ttrue\t3") == nil)
    #expect(SuperviseScript.module("trader up") == nil)
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
    #expect(SuperviseScript.script(beside: executable, environment: [:]) == nil)
    try place("a/deploy/supervise")
    #expect(SuperviseScript.script(beside: executable, environment: [:]) == "\(stack.path)/a/deploy/supervise")
    try place("a/b/libexec/sotano/supervise")
    #expect(
      SuperviseScript.script(beside: executable, environment: [:]) == "\(stack.path)/a/b/libexec/sotano/supervise")
    try place("own/supervise")
    let told = SuperviseScript.script(beside: executable, environment: ["SOTANO_LIBEXEC": "\(stack.path)/own"])
    #expect(told == "\(stack.path)/own/supervise")
  }

  @Test func `what systemd says of its units is read`() {
    let text = """
      MainPID=812
      Id=sotano-trader@main.service
      LoadState=loaded
      ActiveState=active

      MainPID=0
      Id=sotano-monitor@main.service
      LoadState=loaded
      ActiveState=failed

      MainPID=0
      Id=sotano-optimizer@main.service
      LoadState=not-found
      ActiveState=inactive
      """
    let modules = SystemdUnits.modules(text, name: "main")
    #expect(
      modules == [
        Supervisor.Module(role: .trader, state: .up, pid: 812, isReady: true),
        Supervisor.Module(role: .monitor, state: .failed, pid: nil, isReady: false),
      ])
    #expect(SystemdUnits.modules(text, name: "other") == [])
  }

  @Test(arguments: ["active", "activating"])
  func `a failed trader whose stop-only unit runs is stop-only`(state: String) {
    let text = """
      MainPID=0
      Id=sotano-trader@main.service
      LoadState=loaded
      ActiveState=failed

      MainPID=7
      Id=sotano-trader-stop-only@main.service
      LoadState=loaded
      ActiveState=\(state)
      """
    #expect(
      SystemdUnits.modules(text, name: "main") == [
        Supervisor.Module(role: .trader, state: .stopOnly, pid: 7, isReady: state == "active")
      ])
  }

  @Test(
    arguments: [
      ("/var/lib/sotano/main", "main"), ("/var/lib/sotano/a/b", nil), ("/var/lib/sotano/", nil), ("/tmp/main", nil),
      ("/var/lib/sotano/..", nil),
    ] as [(String, String?)])
  func `the units have stacks directly under their root only`(path: String, name: String?) {
    #expect(SystemdUnits.name(of: path) == name)
  }
}
