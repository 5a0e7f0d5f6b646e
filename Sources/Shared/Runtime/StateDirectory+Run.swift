package import Domain
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

  /// Freezes the bot for a journal that is not the one that it was, by the latch, which the trader looks at whoever else
  /// lives, and tells people. It holds until a person re-arms.
  package func freeze(_ found: OtherJournal, foundBy role: Role) {
    latchWithReserve.recordOrComplain(found.trip(by: role, at: wallClockMilliseconds()), of: role)
    Alarms(self).add("\(role.rawValue) OTHER_JOURNAL: \(found.sentence)")
  }
}
