import Domain
import Foundation
import Glibc
import Runtime

/// The paper venue's order book on disk: what it accepted and what it closed, as it happened, whatever becomes of the bot.
///
/// One JSON object a line. An order is known by the bot's client order id; the same id a second time is the same order.
/// A bot that died between the venue's word and its own memory finds here what it must not order again.
final class VenueLog {
  private struct Line: Codable {
    var event: String
    var order: String
    var time: Int64
    var side: Side
    var lots: String
    var price: Int32
    var stopLoss: Int32
    var takeProfit: Int32
    var reason: String?
    /// Monotonic nanoseconds at which the last gate was looked at before the order; in real time only, since lockstep
    /// runs are equal byte for byte.
    var looked: Int64?
  }

  private let descriptor: Int32
  private let path: String
  private let encoder = JSONEncoder()
  private(set) var open: [String: OpenTrade] = [:]
  private var known: Set<String> = []
  private var pending = Data()
  private var isSynced = true

  init(path: String) throws(VenueLogError) {
    self.path = path
    encoder.outputFormatting = [.sortedKeys]
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw VenueLogError(path: path, errno: errno) }
    try load()
  }

  deinit {
    Glibc.close(descriptor)
  }

  static func orderID(bot: String, _ trade: TradeID) -> String { "\(bot)-\(trade)" }

  /// Accepts an order, unless it is known.
  ///
  /// - Parameter looked: when the last gate let it pass, monotonic nanoseconds.
  func accept(_ trade: OpenTrade, order: String, looked: Int64?) {
    guard known.insert(order).inserted else { return }
    open[order] = trade
    write("accepted", trade, order, time: trade.entryTime, price: trade.entryPrice, reason: nil, looked: looked)
  }

  /// Closes an order's position, unless that has been done. The line repeats the stops as the venue has them.
  func close(_ closed: ClosedTrade, order: String) {
    guard let trade = open.removeValue(forKey: order) else { return }
    write("closed", trade, order, time: closed.exitTime, price: closed.exitPrice, reason: closed.reason.rawValue)
  }

  /// Returns when the venue has everything said so far.
  func deliver() throws(VenueLogError) {
    guard !pending.isEmpty else { return }
    var done = 0
    while done < pending.count {
      let put = pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, pending.count - done) }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else { throw VenueLogError(path: path, errno: errno) }
      done += put
    }
    pending.removeAll(keepingCapacity: true)
    isSynced = false
  }

  /// Returns when everything said so far is on the disk.
  func commit() throws(VenueLogError) {
    try deliver()
    guard !isSynced else { return }
    guard fdatasync(descriptor) == 0 else { throw VenueLogError(path: path, errno: errno) }
    isSynced = true
  }

  private func write(
    _ event: String, _ trade: OpenTrade, _ order: String, time: Int64, price: Price, reason: String?,
    looked: Int64? = nil
  ) {
    let line = Line(
      event: event, order: order, time: time, side: trade.side, lots: trade.lots.description, price: price.points,
      stopLoss: trade.stopLoss.points, takeProfit: trade.takeProfit.points, reason: reason, looked: looked)
    // The value is made of numbers and plain words; encoding it cannot fail.
    pending.append((try? encoder.encode(line)) ?? Data())
    pending.append(UInt8(ascii: "\n"))
  }

  /// Reads what is open. A line torn by a crash was never acknowledged; it is cut off.
  private func load() throws(VenueLogError) {
    guard let data = FileManager.default.contents(atPath: path) else { throw VenueLogError(path: path, errno: EIO) }
    var end = 0
    let decoder = JSONDecoder()
    for text in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
      guard let line = try? decoder.decode(Line.self, from: Data(text)) else { break }
      end += text.count + 1
      known.insert(line.order)
      if line.event == "accepted" {
        open[line.order] = Self.trade(of: line)
      } else {
        open[line.order] = nil
      }
    }
    if end < data.count, ftruncate(descriptor, off_t(end)) != 0 { throw VenueLogError(path: path, errno: errno) }
  }

  private static func trade(of line: Line) -> OpenTrade {
    let number = line.order.split(separator: "-").last.flatMap { Int64($0) } ?? 0
    let hundredths = Int32(line.lots.filter { $0 != "." }) ?? 0
    return OpenTrade(
      id: TradeID(number), side: line.side, lots: Lots(hundredths: hundredths), entryTime: line.time,
      entryPrice: Price(points: line.price), stopLoss: Price(points: line.stopLoss),
      takeProfit: Price(points: line.takeProfit), version: .first)
  }
}

/// A file that had to be written could not be.
struct VenueLogError: WriteFailure {
  var path: String
  var errno: Int32

  var systemError: Int32 { errno }
}
