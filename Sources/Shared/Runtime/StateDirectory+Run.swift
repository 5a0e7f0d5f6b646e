package import Domain
internal import Glibc
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

  /// Freezes the bot for a journal that is not the one that it was, by the latch, which the trader reads whatever else
  /// is down, and adds an alarm. It holds until a person re-arms.
  package func freeze(_ found: OtherJournal, foundBy role: Role) {
    if role == .trader, access(venue, F_OK) != 0, errno == ENOENT {
      // Without both nothing is left that says what is open.
      doubtVenue("\(venue) is gone, and so is the journal that it was kept with")
    }
    latchWithReserve.recordOrComplain(found.trip(by: role, at: wallClockMilliseconds()), of: role)
    Alarms(self).add("\(role.rawValue) OTHER_JOURNAL: \(found.sentence)")
  }

  /// Notes that the venue's list lacks what was acknowledged, for the stop-only mode, which reads no journal.
  package func doubtVenue(_ text: String) {
    let descriptor = open(venueDoubt, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else {
      return complain("trader: \(venueDoubt) cannot be written: \(String(cString: strerror(errno)))")
    }
    // Only the file's existence counts; its text is for people.
    _ = write(descriptor, Array(text.utf8), text.utf8.count)
    fsync(descriptor)
    close(descriptor)
  }
}
