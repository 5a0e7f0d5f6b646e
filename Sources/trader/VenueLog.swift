import Domain
import Foundation
import Glibc
import Runtime
import Safety
import StopOnly

/// The paper venue's order book on disk: what it accepted and what it closed, as it happened, whatever becomes of the bot.
///
/// One JSON object a line. An order is known by the bot's client order id; the same id a second time is the same order.
/// A bot that died between the venue's word and its own memory finds here what it must not order again. A line torn by
/// a crash was never acknowledged and is cut off; any other that cannot be read is damage, for a person.
final class VenueLog {
  private let descriptor: Int32
  private let path: String
  private var book = VenueBook()
  private var pending = Data()
  private var isSynced = true

  var open: [String: OpenTrade] { book.open }
  /// What was closed while the bot could not live, by order.
  var closedAway: [String: VenueClosing] { book.closedAway }

  init(path: String) throws(VenueLogError) {
    self.path = path
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotUse(path: path, errno: errno) }
    book = try Self.book(path: path)
    if book.hasTornTail, ftruncate(descriptor, off_t(book.wholeBytes)) != 0 {
      throw .cannotUse(path: path, errno: errno)
    }
  }

  deinit {
    Glibc.close(descriptor)
  }

  static func orderID(bot: String, _ trade: TradeID) -> String { "\(bot)-\(trade)" }

  /// Reads the whole log and changes nothing; a log that is not there is empty.
  static func book(path: String) throws(VenueLogError) -> VenueBook {
    var book = VenueBook()
    guard access(path, F_OK) == 0 else { return book }
    guard let data = FileManager.default.contents(atPath: path) else { throw .cannotUse(path: path, errno: EIO) }
    book.read(data)
    guard book.damaged.isEmpty else { throw .damaged(path: path, lines: book.damaged) }
    return book
  }

  /// Accepts an order, unless it is known.
  ///
  /// - Parameter looked: when the last gate let it pass, monotonic nanoseconds.
  func accept(_ trade: OpenTrade, order: String, looked: Int64?) {
    guard book.accept(trade, order: order) else { return }
    write(VenueLine(.accepted, trade, order: order, time: trade.entryTime, price: trade.entryPrice, looked: looked))
  }

  /// Closes an order's position, unless that has been done. The line repeats the stops as the venue has them.
  func close(_ closed: ClosedTrade, order: String) {
    guard let trade = book.close(order) else { return }
    write(
      VenueLine(
        .closed, trade, order: order, time: closed.exitTime, price: closed.exitPrice, reason: closed.reason.rawValue))
  }

  /// Returns when the venue has everything said so far.
  func deliver() throws(VenueLogError) {
    guard !pending.isEmpty else { return }
    var done = 0
    while done < pending.count {
      let put = pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, pending.count - done) }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else { throw .cannotUse(path: path, errno: errno) }
      done += put
    }
    pending.removeAll(keepingCapacity: true)
    isSynced = false
  }

  /// Returns when everything said so far is on the disk.
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

enum VenueLogError: WriteFailure, EndingError {
  /// A file that had to be read or written could not be.
  case cannotUse(path: String, errno: Int32)
  /// Lines, by their numbers, that cannot be read although they have an end.
  case damaged(path: String, lines: [Int])

  var systemError: Int32 {
    switch self {
    case .cannotUse(_, let code): code
    case .damaged: 0
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
    case .damaged(let path, let lines):
      "\(path) is damaged: line \(lines.prefix(5).map { "\($0)" }.joined(separator: ", ")) cannot be read"
        + (lines.count > 5 ? " and \(lines.count - 5) more" : "")
        + "; a position may be open there: look at the venue, mend the line, or start anew with `sotano up --fresh`"
    }
  }
}
