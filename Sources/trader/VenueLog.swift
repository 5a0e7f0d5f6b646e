import Domain
import Foundation
import Glibc
import Runtime
import Safety
import StopOnly
import TraderRuntime

/// The paper venue's order book on disk: what it accepted and what it closed, as it happened, whatever happens to the
/// bot.
///
/// One JSON object a line. An order is known by the bot's client order id; the same id a second time is the same order.
/// A bot that crashed between the venue's answer and its own commit finds here what it must not order again. A line
/// torn by a crash was never acknowledged and is truncated; any other that cannot be read is damage, for a person, and
/// so is a list that lacks what was acknowledged.
final class VenueLog {
  private let descriptor: Int32
  private let path: String
  private(set) var book = VenueBook()
  /// Positions that somebody else has closed while this runs, by order.
  private(set) var closedByOthers: [String: VenueClosing] = [:]
  /// Orders of the bot that the list does not have, since it has another under the name.
  private(set) var notTaken: [TradeID] = []
  private var pending = Data()
  /// The file's length at the last look that read it.
  private var lookedAt: off_t = 0
  private var isSynced = true

  /// How far it has come, with what has been committed.
  var head: VenueHead { book.head }

  /// - Parameter head: what was acknowledged, where that is remembered.
  init(path: String, expecting head: VenueHead?) throws(VenueLogError) {
    self.path = path
    book = try Self.book(path: path, expecting: head, watching: nil)
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .cannotUse(path: path, errno: errno) }
    if book.hasTornTail, ftruncate(descriptor, off_t(book.wholeBytes)) != 0 {
      throw .cannotUse(path: path, errno: errno)
    }
  }

  deinit {
    Glibc.close(descriptor)
  }

  /// Reads the whole log and changes nothing; a log that is not there is empty.
  static func book(
    path: String, expecting head: VenueHead?, watching watched: Set<String>? = []
  ) throws(VenueLogError) -> VenueBook {
    let reading = VenueFile.read(path, expecting: head, watching: watched)
    if let finding = VenueFile.finding(in: reading, expecting: head) { throw .damaged(path: path, finding) }
    switch reading {
    case .absent, .notAFile: return VenueBook()
    case .unreadable(let code): throw .cannotUse(path: path, errno: code)
    case .read(let book): return book
    }
  }

  /// Rereads the log where somebody else has written to it. Only between turns.
  func readOn() throws(VenueLogError) {
    var status = stat()
    guard pending.isEmpty, fstat(descriptor, &status) == 0, Int(status.st_size) > book.wholeBytes,
      status.st_size != lookedAt
    else { return }
    lookedAt = status.st_size
    // A line without an end yet counts once it has one; the lines before it count now.
    take(try Self.book(path: path, expecting: head, watching: Set(book.open.keys)))
  }

  /// Continues with what was reread.
  private func take(_ now: VenueBook) {
    closedByOthers.merge(now.ends) { _, new in new }
    book = now
  }

  /// Accepts an order, unless it is known.
  ///
  /// - Parameter looked: when the last gate let it pass, monotonic nanoseconds.
  func accept(_ trade: OpenTrade, order: String, looked: Int64?) {
    let listed = book.open[order] ?? book.ends[order]?.trade ?? closedByOthers[order]?.trade
    guard book.accept(trade, order: order) else {
      // A restart can send the same order again; another of its name leaves this one unknown to the venue.
      if !(listed?.isSameOrder(as: trade) ?? false) { notTaken.append(trade.id) }
      return
    }
    write(VenueLine(.accepted, trade, order: order, time: trade.entryTime, price: trade.entryPrice, looked: looked))
  }

  /// Closes an order's position, unless that has been done. The line repeats the stops as the venue has them.
  func close(_ closed: ClosedTrade, order: String) {
    guard let trade = book.close(order) else { return }
    write(
      VenueLine(
        .closed, trade, order: order, time: closed.exitTime, price: closed.exitPrice, reason: closed.reason.rawValue))
  }

  /// Returns when the venue has everything written so far.
  func deliver() throws(VenueLogError) {
    guard !pending.isEmpty else { return }
    let before = book.head
    try endForeignLine(after: before)
    let written = pending
    var done = 0
    while done < pending.count {
      let put = pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, pending.count - done) }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else { throw .cannotUse(path: path, errno: errno) }
      done += put
    }
    pending.removeAll(keepingCapacity: true)
    isSynced = false
    if size == before.bytes + written.count {
      book.add(written: written)
    } else {
      // Somebody else has written since the last look: those lines count in their order.
      take(try Self.book(path: path, expecting: before, watching: Set(book.open.keys)))
    }
  }

  private var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : -1
  }

  /// A line that somebody else has not ended must not swallow the next one.
  private func endForeignLine(after head: VenueHead) throws(VenueLogError) {
    guard size > head.bytes else { return }
    var last: UInt8 = 0
    guard pread(descriptor, &last, 1, off_t(size - 1)) == 1 else { throw .cannotUse(path: path, errno: errno) }
    if last != UInt8(ascii: "\n") { pending = Data("\n".utf8) + VenueLine.torn.bytes + pending }
  }

  /// Returns when everything written so far is on the disk.
  func commit() throws(VenueLogError) {
    try deliver()
    guard !isSynced else { return }
    guard fdatasync(descriptor) == 0 else { throw .cannotUse(path: path, errno: errno) }
    isSynced = true
  }

  private func write(_ line: VenueLine) {
    pending.append(line.bytes)
  }
}

extension OpenTrade {
  /// Whether side, size and price are the same.
  func isSameOrder(as other: OpenTrade) -> Bool {
    side == other.side && lots == other.lots && entryPrice == other.entryPrice
  }
}

enum VenueLogError: WriteFailure, EndingError {
  /// A file that had to be read or written could not be.
  case cannotUse(path: String, errno: Int32)
  /// The file is not as it was written.
  case damaged(path: String, VenueListFinding)

  var systemError: Int32 {
    switch self {
    case .cannotUse(_, let code): code
    case .damaged: 0
    }
  }

  /// Whether what was acknowledged is not in the list, so that what it says is open is not all.
  var isLacking: Bool {
    switch self {
    case .damaged(_, .behind), .damaged(_, .replaced), .damaged(_, .missing): true
    case .cannotUse, .damaged: false
    }
  }

  var exitCode: Sysexits {
    switch self {
    case .cannotUse: .temporaryFailure
    case .damaged: .dataError
    }
  }
}

extension VenueLogError: CustomStringConvertible {
  var description: String {
    switch self {
    case .cannotUse(let path, let code): "cannot use \(path): \(String(cString: strerror(code)))"
    case .damaged(let path, let finding):
      "\(path) \(finding); a position may be open there, and nothing was cut off: look at the venue, restore the file "
        + "from a backup, or start anew with `sotano up --fresh`"
    }
  }
}
