import Bus
import Glibc
import Testing

@Suite struct SocketDirectoryTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `a missing directory is made for its owner alone`() throws {
    let path = "\(directory.path)/run"
    defer { rmdir(path) }
    let made = try SocketDirectory(creating: path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
    #expect(try SocketDirectory(creating: path) == made, "making it again is no error")
  }

  @Test(arguments: [0o755, 0o770, 0o701, 0o707] as [UInt32])
  func `a directory that others may enter is refused with the way out`(mode: UInt32) throws {
    #expect(chmod(directory.path, mode) == 0)
    let path = directory.path
    #expect(throws: BusError.openDirectory(path: path, mode: mode)) { try SocketDirectory(path) }
    #expect(BusError.openDirectory(path: path, mode: mode).description.contains("run chmod 700 \(path)"))
  }

  @Test func `a link, a file and nothing are no directories`() throws {
    let link = "\(directory.path)/link"
    #expect(symlink("/tmp", link) == 0)
    #expect(throws: BusError.unusableDirectory(path: link, reason: "it is not a directory")) {
      try SocketDirectory(link)
    }
    #expect(throws: BusError.self) { try SocketDirectory("\(directory.path)/missing") }
    #expect(throws: BusError.self) { try SocketDirectory(creating: "/proc/version") }
  }

  @Test func `a path of 107 bytes binds and one of 108 is refused before libzmq sees it`() throws {
    let room = Endpoint.longestPath - directory.path.utf8.count - 1
    let context = try Context()
    let longest = try Endpoint(path: "\(directory.path)/\(String(repeating: "s", count: room))")
    _ = try Publisher(context, bind: longest)
    let path = "\(directory.path)/\(String(repeating: "s", count: room + 1))"
    #expect(throws: BusError.pathTooLong(path: path, bytes: 108, limit: 107)) { try Endpoint(path: path) }
    #expect(
      BusError.pathTooLong(path: path, bytes: 108, limit: 107).description
        .hasSuffix("has 108 bytes and may have 107: choose a shorter runtime directory"))
  }

  @Test(arguments: ["", "../x", "a/b", ".hidden", "a b", "ä"])
  func `a socket's name cannot lead out of the directory`(name: String) throws {
    let sockets = try SocketDirectory(directory.path)
    #expect(throws: BusError.malformedName(name)) { try sockets.endpoint(name) }
  }

  @Test func `binding in a folder that is not there says so`() throws {
    let endpoint = try Endpoint(path: "\(directory.path)/missing/socket")
    #expect(throws: BusError.failed(operation: "bind", endpoint: endpoint.path, code: ENOENT)) {
      _ = try Publisher(Context(), bind: endpoint)
    }
  }
}
