import Foundation
import Safety

/// Whether this user may work in a state directory.
enum DirectoryAccess {
  case own
  case missing
  /// It belongs to the user of that name, or number where the user has none.
  case foreign(owner: String)
  /// This user may not even look whether it is there.
  case closed

  init(_ directory: StateDirectory) {
    var status = stat()
    guard stat(directory.path, &status) == 0 else {
      self = errno == EACCES ? .closed : .missing
      return
    }
    let owner = status.st_uid
    self =
      owner == geteuid()
      ? .own : .foreign(owner: getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "\(owner)")
  }
}
