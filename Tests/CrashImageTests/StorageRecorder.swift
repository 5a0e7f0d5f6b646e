import Foundation
import GRDBSQLite
import Synchronization

/// What SQLite asked of the files in one folder, in order.
enum StorageOperation: Hashable, Sendable {
  case write(file: String, offset: Int, bytes: [UInt8])
  case truncate(file: String, size: Int)
  /// Everything before this on the file is on the disk.
  case sync(file: String)
  /// The journal has confirmed to its owner that everything up to this row is durable.
  case acknowledged(row: Int64)
}

/// Stands between SQLite and the file system and writes down what passes, for the files of one folder.
///
/// It is a copy of SQLite's own file system layer whose writing functions note the call and pass it on, see
/// https://www.sqlite.org/vfs.html. It becomes the process's default; files elsewhere are not touched.
enum StorageRecorder {
  private struct State {
    var folder: String?
    var operations: [StorageOperation] = []
    var isRegistered = false
    /// SQLite's own layer, as an address.
    var system: UInt = 0
    /// By the address of the open file: its name, and the address of the functions that it had.
    var files: [UInt: (name: String, functions: UInt)] = [:]
  }

  private static let state = Mutex(State())

  /// Notes what happens to the files in `folder` from now on.
  static func begin(folder: String) {
    let mustRegister = state.withLock { state in
      defer { state.isRegistered = true }
      state.folder = folder
      state.operations = []
      return !state.isRegistered
    }
    if mustRegister { register() }
  }

  static func note(_ operation: StorageOperation) {
    state.withLock { $0.operations.append(operation) }
  }

  /// Ends the recording and hands it over.
  static func end() -> [StorageOperation] {
    state.withLock { state in
      state.folder = nil
      defer { state.operations = [] }
      return state.operations
    }
  }

  private static func register() {
    guard let system = sqlite3_vfs_find(nil) else { preconditionFailure("SQLite has a default file system layer") }
    state.withLock { $0.system = UInt(bitPattern: system) }
    let shim = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    shim.initialize(to: system.pointee)
    shim.pointee.pNext = nil
    shim.pointee.zName = UnsafePointer(strdup("recorder"))
    shim.pointee.xOpen = { _, name, file, flags, outFlags in
      guard let system = StorageRecorder.system, let open = system.pointee.xOpen else { return SQLITE_ERROR }
      let code = open(system, name, file, flags, outFlags)
      if code == SQLITE_OK, let name, let file { StorageRecorder.watch(file, named: String(cString: name)) }
      return code
    }
    sqlite3_vfs_register(shim, 1)
  }

  private static var system: UnsafeMutablePointer<sqlite3_vfs>? {
    UnsafeMutablePointer(bitPattern: state.withLock { $0.system })
  }

  /// Gives an open file functions that note its writes, where it lies in the folder.
  private static func watch(_ file: UnsafeMutablePointer<sqlite3_file>, named path: String) {
    guard let functions = file.pointee.pMethods else { return }
    let isWatched = state.withLock { state in
      guard let folder = state.folder, path.hasPrefix(folder + "/") else { return false }
      let name = String(path.dropFirst(folder.count + 1))
      state.files[UInt(bitPattern: file)] = (name, UInt(bitPattern: functions))
      return true
    }
    guard isWatched else { return }
    let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    copy.initialize(to: functions.pointee)
    copy.pointee.xWrite = { file, bytes, count, offset in
      guard let (name, functions) = StorageRecorder.known(file), let write = functions.pointee.xWrite else {
        return SQLITE_IOERR
      }
      let copied = Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      StorageRecorder.note(.write(file: name, offset: Int(offset), bytes: copied))
      return write(file, bytes, count, offset)
    }
    copy.pointee.xTruncate = { file, size in
      guard let (name, functions) = StorageRecorder.known(file), let truncate = functions.pointee.xTruncate else {
        return SQLITE_IOERR
      }
      StorageRecorder.note(.truncate(file: name, size: Int(size)))
      return truncate(file, size)
    }
    copy.pointee.xSync = { file, flags in
      guard let (name, functions) = StorageRecorder.known(file), let sync = functions.pointee.xSync else {
        return SQLITE_IOERR
      }
      let code = sync(file, flags)
      if code == SQLITE_OK { StorageRecorder.note(.sync(file: name)) }
      return code
    }
    file.pointee.pMethods = UnsafePointer(copy)
  }

  private static func known(
    _ file: UnsafeMutablePointer<sqlite3_file>?
  ) -> (name: String, functions: UnsafePointer<sqlite3_io_methods>)? {
    guard let found = state.withLock({ $0.files[UInt(bitPattern: file)] }),
      let functions = UnsafePointer<sqlite3_io_methods>(bitPattern: found.functions)
    else { return nil }
    return (found.name, functions)
  }
}
