import Domain
import Foundation
import Glibc
import Journal
import Runtime
import Safety
import StopOnly
import TraderRuntime

/// The paper venue in stop-only mode: its log, read line by line and only ever appended to.
final class StopOnlyVenue {
  /// Bytes that the trader holds back while all is well: closing a position takes some 300.
  static let reserve = 1 << 18

  /// What shows that somebody else has written to the file.
  private struct Mark: Hashable {
    var inode: UInt
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  private let directory: StateDirectory
  /// Whose positions are closed. What else is in the account is left alone; `nil` where nothing says whose is what.
  private let bot: String?
  private var book = VenueBook()
  private var mark: Mark?
  private var isSynced = true
  /// Whether the list has become shorter than it was read once.
  private var isShorter = false

  init(_ directory: StateDirectory, bot: String?) {
    self.directory = directory
    self.bot = bot
  }

  /// What is open now; `nil` where the log cannot be read, which is not the same as nothing.
  func look() -> VenueList? {
    // A path that is not a regular file must not block the stop.
    let descriptor = open(directory.venue, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else {
      return errno == ENOENT && hasNeverTraded && !isInDoubt ? VenueList(open: [], unknown: 0) : nil
    }
    defer { Glibc.close(descriptor) }
    // What has been written and is not on the disk is not closed.
    if !isSynced { isSynced = fsync(descriptor) == 0 }
    guard isSynced, let now = Self.mark(of: descriptor) else { return nil }
    guard now != mark else { return list }
    guard case .read(let fresh) = VenueFile.read(descriptor) else { return nil }
    isShorter = isShorter || fresh.wholeBytes < book.wholeBytes
    book = fresh
    mark = now
    return list
  }

  /// Where the list is known to lack what was acknowledged, something may be open that is not in it.
  private var list: VenueList {
    var list = bot.map { book.list(of: $0) } ?? book.whole
    if isShorter || isInDoubt { list.unknown += 1 }
    return list
  }

  private var isInDoubt: Bool { access(directory.venueDoubt, F_OK) == 0 }

  /// A stack of which nothing was ever written has nothing open. Where the log alone is gone, nothing is known.
  private var hasNeverTraded: Bool {
    let traces: [String] = [directory.streamLog, directory.journal(of: .trader)]
    return traces.allSatisfy { access($0, F_OK) != 0 && errno == ENOENT }
  }

  private static func mark(of descriptor: Int32) -> Mark? {
    var status = stat()
    // A fifo or a device holds no list, and reads as an empty one.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Mark(
      inode: UInt(status.st_ino), size: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }

  // MARK: Closing

  /// Closes positions at the last known price, and says which. What could not be written is still open, and the next
  /// look shows it.
  func close(_ ids: [TradeID]) -> String {
    let wanted = Set(ids)
    let orders = (bot.map { book.own(of: $0) } ?? book.open).filter { wanted.contains($0.value.id) }.sorted {
      $0.value.id < $1.value.id
    }
    let price = lastPrice(of: orders.map(\.value))
    var bytes = Data()
    // A torn tail stays, since nothing is ever truncated here, and is marked as torn. A damaged one is not.
    if book.hasTornTail { bytes += Data("\n".utf8) + (book.isTailDamaged ? Data() : VenueLine.torn.bytes) }
    for (order, trade) in orders {
      bytes +=
        VenueLine(
          .closed, trade, order: order, time: max(price.time, trade.entryTime),
          price: trade.side == .buy ? price.bid : price.ask, reason: ExitReason.flattened.rawValue,
          by: VenueLine.stopOnly, source: price.source
        ).bytes
    }
    let numbers = orders.map { $0.value.id.description }.joined(separator: ", ")
    guard append(bytes) else { return "closing \(numbers) failed: \(String(cString: strerror(errno)))" }
    return "closed \(numbers) at \(price.bid.points)/\(price.ask.points) points, \(price.source)"
  }

  private struct LastPrice {
    var bid: Price
    var ask: Price
    var time: Int64
    var source: String
  }

  private func lastPrice(of trades: [OpenTrade]) -> LastPrice {
    // An older copy of the stream log has an older price than the list.
    if let quote = StreamTail.lastQuote(path: directory.streamLog), quote.time >= book.lastPrice?.time ?? 0 {
      return LastPrice(bid: quote.bid, ask: quote.ask, time: quote.time, source: "the last quote of stream.log")
    }
    // Every position's entry price is in the list.
    let last = book.lastPrice ?? trades.last.map { ($0.entryPrice, $0.entryTime) } ?? (Price(points: 0), 0)
    return LastPrice(bid: last.0, ask: last.0, time: last.1, source: "the last price in venue.jsonl")
  }

  private func append(_ bytes: Data) -> Bool {
    let descriptor = open(directory.venue, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { Glibc.close(descriptor) }
    var done = 0
    var reserves = [directory.venueReserve, directory.diskReserve]
    while done < bytes.count {
      let put = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
      if put > 0 {
        isSynced = false
        done += put
        continue
      }
      if put < 0, errno == EINTR { continue }
      guard put == 0 || errno == ENOSPC || errno == EDQUOT, !reserves.isEmpty else { return false }
      unlink(reserves.removeFirst())
    }
    isSynced = fsync(descriptor) == 0
    return isSynced
  }
}
