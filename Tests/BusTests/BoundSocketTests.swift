import Bus
import Foundation
import Testing

/// What libzmq 4.3.4 does where a bound path is removed or taken, and what is made of it.
@Suite struct BoundSocketTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func inode(_ endpoint: Endpoint) -> UInt64? {
    var status = stat()
    return lstat(endpoint.path, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  @Test func `a lost file is noticed, and bound again with its directory, mode 0700`() throws {
    let folder = try SocketDirectory(creating: "\(directory.path)/s")
    let endpoint = try folder.endpoint("a.pub")
    let publisher = try Publisher(Context(), bind: endpoint)
    var bound = BoundSocket(publisher.handle, at: endpoint)
    #expect(!bound.isLost)
    unlink(endpoint.path)
    #expect(bound.isLost)
    try bound.bindAgain()
    #expect(!bound.isLost)
    try FileManager.default.removeItem(atPath: folder.path)
    #expect(bound.isLost)
    try bound.bindAgain()
    #expect(!bound.isLost)
    var status = stat()
    #expect(lstat(folder.path, &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  @Test func `a file that another has put there is lost too, and whoever ends leaves a successor's file alone`() throws
  {
    let endpoint = try SocketDirectory(creating: "\(directory.path)/s").endpoint("a.pub")
    let context = try Context()
    let successor: Publisher
    do {
      let former = try Publisher(context, bind: endpoint)
      let bound = BoundSocket(former.handle, at: endpoint)
      successor = try Publisher(context, bind: endpoint)
      #expect(bound.isLost)
    }
    let file = inode(endpoint)
    #expect(file != nil)
    let bound = BoundSocket(successor.handle, at: endpoint)
    #expect(!bound.isLost)
  }

  @Test func `a hundred losses cost no hundred listeners`() throws {
    let endpoint = try SocketDirectory(creating: "\(directory.path)/s").endpoint("a.pub")
    let publisher = try Publisher(Context(), bind: endpoint)
    var bound = BoundSocket(publisher.handle, at: endpoint)
    func descriptors() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }
    let before = descriptors()
    for _ in 0..<200 {
      unlink(endpoint.path)
      try bound.bindAgain()
    }
    #expect(descriptors() - before < 150)
  }
}
