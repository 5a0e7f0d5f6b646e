import Domain
import Foundation
import Safety
import Testing

@Suite(.serialized) struct FullDiskLatchTests {
  static let canMount: Bool = {
    guard let state = try? TemporaryState(), (try? run("mount", "-t", "tmpfs", "tmpfs", state.latch)) == 0 else {
      return false
    }
    return (try? run("umount", "-l", state.latch)) == 0
  }()

  /// Runs `body` with a latch on a memory file system of 64 KiB that has no byte left but a reserve of 16 KiB.
  private func onFullDisk(_ body: (_ latch: String, _ reserve: String) throws -> Void) throws {
    let state = try TemporaryState()
    try #require(try run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", state.latch) == 0)
    defer { _ = try? run("umount", "-l", state.latch) }
    let reserve = "\(state.latch)/.reserve"
    try Data(count: 16_384).write(to: URL(fileURLWithPath: reserve))
    let filler = try #require(fopen("\(state.latch)/.filler", "w"))
    setvbuf(filler, nil, _IONBF, 0)
    while fputc(0, filler) != EOF {}
    fclose(filler)
    try body(state.latch, reserve)
  }

  private let halt = Trip(id: "m-1", level: .halted, reason: "stop", source: "monitor", time: 1)
  private let freeze = Trip(id: "m-2", level: .frozen, reason: "pause", source: "monitor", time: 1)

  @Test(.enabled(if: canMount, "needs the right to mount a memory file system"))
  func `on a full disk the reserve is freed and the whole trip is written`() throws {
    try onFullDisk { directory, reserve in
      let latch = Latch(directory: directory, freeSpace: { unlink(reserve) == 0 })
      let record = try latch.record(halt)
      #expect(record == .writtenAfterFreeing)
      #expect(latch.read().trips == [halt])
    }
  }

  @Test(.enabled(if: canMount, "needs the right to mount a memory file system"))
  func `on a full disk without a reserve an empty file stands for a halt`() throws {
    try onFullDisk { directory, _ in
      let latch = Latch(directory: directory)
      let record = try latch.record(halt)
      let reading = latch.read()
      #expect(reading.level == .halted)
      // It has no reason and no id of its own: to re-arm it, a person needs the id that stands for it.
      let id = try #require(reading.trips.first?.id)
      #expect(record == .bare(id: id))
      #expect(reading.unreadable == [id])
      try latch.archive(id)
      #expect(latch.read() == .clear)
    }
  }

  @Test(.enabled(if: canMount, "needs the right to mount a memory file system"))
  func `on a full disk without a reserve a lesser trip fails and leaves no halt behind`() throws {
    try onFullDisk { directory, _ in
      let latch = Latch(directory: directory)
      #expect(throws: LatchError.cannotWrite(path: "\(directory)/m-2.trip", step: "write", code: ENOSPC)) {
        try latch.record(freeze)
      }
      #expect(latch.read() == .clear)
    }
  }
}
