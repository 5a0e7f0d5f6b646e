internal import Journal
package import Safety

extension StateDirectory {
  /// Written by the trader when its data has ended.
  package var finishedFile: String { "\(run)/finished.json" }

  /// The latch, with the reserve to make room for a stop when the disk is full.
  package var latchWithReserve: Latch {
    let reserve = DiskReserve(path: diskReserve)
    return Latch(directory: latch, freeSpace: { reserve.free() })
  }
}
