package import Domain
internal import Glibc

/// Where one stack keeps everything: sockets, journals, latch, logs and what belongs to running processes.
///
///     DIRECTORY/           mode 0700
///       sockets/           ROLE.pub ROLE.req ROLE.stop
///       journals/          ROLE.sqlite, and its log beside it
///       latch/             a file for every trip that holds; archive/ for those that were re-armed
///       logs/
///       run/               ROLE.lock, the disk reserve, the watchdog's socket
package struct StateDirectory: Hashable, Sendable {
  package let path: String

  package init(path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// The directory that was asked for, or `$XDG_STATE_HOME/sotano`, or `~/.local/state/sotano`.
  ///
  /// - Throws: `StateDirectoryError.noHome` where nothing says where.
  package static func chosen(_ asked: String?, environment: [String: String]) throws(StateDirectoryError)
    -> StateDirectory
  {
    if let asked, !asked.isEmpty { return StateDirectory(path: asked) }
    // The XDG base directory specification wants a relative path to be ignored.
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return StateDirectory(path: "\(state)/sotano")
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noHome }
    return StateDirectory(path: "\(home)/.local/state/sotano")
  }

  package var sockets: String { "\(path)/sockets" }
  package var journals: String { "\(path)/journals" }
  package var latch: String { "\(path)/latch" }
  package var logs: String { "\(path)/logs" }
  package var run: String { "\(path)/run" }
  package var diskReserve: String { "\(run)/reserve" }
  /// Space for closing every position where the disk is full, for the trader in stop-only mode alone.
  package var venueReserve: String { "\(run)/venue-reserve" }
  /// The paper venue's order book.
  package var venue: String { "\(path)/venue.jsonl" }
  /// Exists while the trader is given up and runs in stop-only mode; only `sotano up` after a check removes it.
  package var traderGivenUp: String { "\(run)/trader.failed" }
  /// Exists while the venue's list is known to lack what was acknowledged, with the reason; the trader writes it before
  /// it ends, for stop-only mode reads no journal, and removes it once it has found the list whole.
  package var venueDoubt: String { "\(run)/venue.doubt" }
  /// What needs a person, a line each.
  package var alarms: String { "\(path)/alarms" }
  package var streamLog: String { "\(path)/stream.log" }
  /// Where processes report readiness and beats, under s6.
  package var notifySocket: String { "\(run)/notify" }
  /// Exists during a planned shutdown of the stack: silence means nothing then.
  package var plannedDown: String { "\(run)/planned-down" }

  package func journal(of role: Role) -> String { "\(journals)/\(role.rawValue).sqlite" }
  package func lock(of role: Role) -> String { "\(run)/\(role.rawValue).lock" }

  /// What a process listens on for.
  package enum Socket: String, CaseIterable, Sendable {
    case publish = "pub"
    case request = "req"
    case stop
  }

  package func socket(_ socket: Socket, of role: Role) -> String {
    "\(sockets)/\(role.rawValue).\(socket.rawValue)"
  }

  /// A socket's path must fit `sun_path` of unix(7) with its closing zero.
  package static let longestSocketPath = 107

  /// Makes what is missing and closes the directory to everybody else.
  package func prepare() throws(StateDirectoryError) {
    let longest = Role.allCases.map { socket(.stop, of: $0) }.max { $0.utf8.count < $1.utf8.count } ?? ""
    guard longest.utf8.count <= Self.longestSocketPath else {
      throw .socketPathTooLong(path: longest, bytes: longest.utf8.count, limit: Self.longestSocketPath)
    }
    try makeParents()
    for folder in [path, sockets, journals, latch, "\(latch)/archive", logs, run] {
      try make(folder)
    }
  }

  private func makeParents() throws(StateDirectoryError) {
    let words = path.split(separator: "/").dropLast()
    var parent = path.hasPrefix("/") ? "" : "."
    for word in words {
      parent += "/\(word)"
      guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw .cannotCreate(path: parent, code: errno) }
    }
  }

  private func make(_ folder: String) throws(StateDirectoryError) {
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .cannotCreate(path: folder, code: errno) }
    var status = stat()
    guard lstat(folder, &status) == 0 else { throw .cannotCreate(path: folder, code: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notADirectory(path: folder) }
    guard status.st_uid == geteuid() else { throw .foreignOwner(path: folder, uid: status.st_uid) }
    if status.st_mode & 0o077 != 0, chmod(folder, 0o700) != 0 { throw .cannotCreate(path: folder, code: errno) }
  }
}

package enum StateDirectoryError: Error, Hashable, Sendable {
  case noHome
  case socketPathTooLong(path: String, bytes: Int, limit: Int)
  case cannotCreate(path: String, code: Int32)
  case notADirectory(path: String)
  case foreignOwner(path: String, uid: UInt32)
}

extension StateDirectoryError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noHome: "neither --dir, XDG_STATE_HOME nor HOME says where the state directory is; pass --dir"
    case .socketPathTooLong(let path, let bytes, let limit):
      "the socket path \(path) has \(bytes) bytes, the system takes \(limit); choose a shorter --dir"
    case .cannotCreate(let path, let code): "cannot use \(path): \(String(cString: strerror(code)))"
    case .notADirectory(let path): "\(path) is not a directory; move it away or choose another --dir"
    case .foreignOwner(let path, let uid):
      "\(path) belongs to user \(uid); run as that user or choose another --dir"
    }
  }
}
