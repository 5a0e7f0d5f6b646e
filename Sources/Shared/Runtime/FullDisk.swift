internal import Domain
internal import Foundation
internal import Journal
internal import Safety

/// A failure to write that carries the system's error number.
package protocol WriteFailure: Error {
  var systemError: Int32 { get }
}

/// Whether something could not be written because the disk is full.
package func isDiskFull(_ error: any Error) -> Bool {
  switch error {
  case JournalError.diskFull, StartError.journal(.diskFull): true
  case let failure as any WriteFailure: failure.systemError == ENOSPC || failure.systemError == EDQUOT
  default: false
  }
}

extension Ambience {
  /// A process that cannot write must not trade on: a stop for new trades, which a person re-arms when there is room.
  ///
  /// The process ends afterwards and recovers from its journal, with the reserve's space to write in.
  package func stopForFullDisk() {
    DiskReserve(path: directory.diskReserve).free()
    writeLatch(
      Trip(
        id: "disk-full-\(role.rawValue)-\(journal.epoch)", level: .reducing,
        reason: "the disk of \(directory.path) is full; free some space", source: role.rawValue,
        time: wallClockMilliseconds()))
  }
}
