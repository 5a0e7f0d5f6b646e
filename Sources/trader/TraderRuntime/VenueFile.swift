internal import Foundation
internal import Glibc
package import StopOnly

/// The paper venue's list as a file, for all its readers: one way to open it and one judgement of what is in it.
package enum VenueFile {
  /// The result of reading it.
  package enum Reading: Sendable {
    case absent
    /// A link, a folder or something else that is not a regular file.
    case notAFile
    case unreadable(errno: Int32)
    case read(VenueBook)
  }

  /// Reads the whole list and changes nothing.
  package static func read(
    _ path: String, expecting head: VenueHead? = nil, watching watched: Set<String>? = []
  ) -> Reading {
    // A path that is not a regular file must not block the stop.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: return .absent
      case ELOOP, ENXIO: return .notAFile
      default: return .unreadable(errno: errno)
      }
    }
    defer { close(descriptor) }
    return read(descriptor, expecting: head, watching: watched)
  }

  /// Reads on from the descriptor's position.
  package static func read(
    _ descriptor: Int32, expecting head: VenueHead? = nil, watching watched: Set<String>? = []
  ) -> Reading {
    var status = stat()
    // A fifo or a device holds no list, and reads as an empty one.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .notAFile }
    var book = VenueBook(expecting: head, watching: watched)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let got = Glibc.read(descriptor, &buffer, buffer.count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return .unreadable(errno: errno) }
      if got == 0 { return .read(book) }
      book.read(Data(buffer[..<got]))
    }
  }

  /// What is wrong with the list; `nil` where nothing is, also where it was never written.
  ///
  /// - Parameter head: what was acknowledged, where that is remembered.
  package static func finding(in reading: Reading, expecting head: VenueHead?) -> VenueListFinding? {
    switch reading {
    case .absent: head.flatMap { $0.lines > 0 ? .missing(remembered: $0.lines) : nil }
    case .notAFile: .notAFile
    case .unreadable: nil
    case .read(let book): book.finding
    }
  }
}
