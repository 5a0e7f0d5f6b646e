import Domain
import Foundation
import Safety
import Testing

@Suite struct StateDirectoryTests {
  @Test func `what was asked for comes before XDG_STATE_HOME and that before HOME`() throws {
    let both = ["XDG_STATE_HOME": "/state", "HOME": "/home/me"]
    #expect(try StateDirectory.chosen("/asked/", environment: both).path == "/asked")
    #expect(try StateDirectory.chosen(nil, environment: both).path == "/state/sotano")
    #expect(
      try StateDirectory.chosen(nil, environment: ["XDG_STATE_HOME": "relative", "HOME": "/home/me"]).path
        == "/home/me/.local/state/sotano")
    #expect(throws: StateDirectoryError.noHome) { try StateDirectory.chosen(nil, environment: [:]) }
  }

  @Test func `every folder is made for the owner alone, also one that was open to others`() throws {
    let state = try TemporaryState()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: state.directory.sockets)
    try state.directory.prepare()
    let directory = state.directory
    for path in [
      directory.path, directory.sockets, directory.journals, directory.latch, directory.logs, directory.run,
    ] {
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o700, "\(path)")
    }
  }

  @Test func `a socket names role and purpose`() {
    let directory = StateDirectory(path: "/s")
    #expect(directory.socket(.publish, of: .trader) == "/s/sockets/trader.pub")
    #expect(directory.socket(.request, of: .optimizer) == "/s/sockets/optimizer.req")
    #expect(directory.socket(.stop, of: .trader) == "/s/sockets/trader.stop")
    #expect(directory.journal(of: .monitor) == "/s/journals/monitor.sqlite")
  }

  @Test func `a directory whose longest socket path has 108 bytes is refused and one with 107 is taken`() throws {
    let fixed = "/sockets/experimenter.stop".utf8.count
    let base = "/tmp/" + String(repeating: "x", count: 107 - fixed - 5)
    defer { try? FileManager.default.removeItem(atPath: base) }
    try StateDirectory(path: base).prepare()
    #expect(
      throws: StateDirectoryError.socketPathTooLong(
        path: base + "y/sockets/experimenter.stop", bytes: 108, limit: 107)
    ) { try StateDirectory(path: base + "y").prepare() }
  }

  @Test func `a file in a folder's place is refused`() throws {
    let state = try TemporaryState()
    try FileManager.default.removeItem(atPath: state.directory.logs)
    try Data().write(to: URL(fileURLWithPath: state.directory.logs))
    #expect(throws: StateDirectoryError.notADirectory(path: state.directory.logs)) { try state.directory.prepare() }
  }
}
