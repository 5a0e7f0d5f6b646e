internal import Digests
package import Domain
package import FoundationEssentials

/// One line of the paper venue's log: an order that it took, or a position that ended.
///
/// It is a JSON object whose last member is `check`, the CRC-32C of the bytes before that member in eight hexadecimal
/// digits. Lines of an earlier build have none.
package struct VenueLine: Hashable, Sendable, Codable {
  package enum Event: String, Hashable, Sendable, Codable {
    case accepted
    case closed
    /// The line before this one was torn by a crash or a full disk, and never acknowledged. Nothing is truncated in
    /// stop-only mode, so it writes this instead.
    case torn
  }

  package var event: Event
  package var order: String
  /// Market time, milliseconds since 1970 UTC.
  package var time: Int64
  package var side: Side
  package var lots: String
  package var price: Int32
  package var stopLoss: Int32
  package var takeProfit: Int32
  package var reason: String?
  /// Monotonic nanoseconds at which the last gate was checked before the order; in real time only, since lockstep runs
  /// are equal byte for byte.
  package var looked: Int64?
  /// Who closed it where the bot did not: `stop-only`.
  package var by: String?
  /// Where the price is from, where the bot did not say it.
  package var source: String?

  package static let stopOnly = "stop-only"

  package init(
    _ event: Event, _ trade: OpenTrade, order: String, time: Int64, price: Price, reason: String? = nil,
    looked: Int64? = nil, by: String? = nil, source: String? = nil
  ) {
    self.event = event
    self.order = order
    self.time = time
    side = trade.side
    lots = trade.lots.description
    self.price = price.points
    stopLoss = trade.stopLoss.points
    takeProfit = trade.takeProfit.points
    self.reason = reason
    self.looked = looked
    self.by = by
    self.source = source
  }

  /// Says that the line before is torn.
  package static let torn: VenueLine = {
    let nothing = OpenTrade(
      id: TradeID(0), side: .buy, lots: Lots(hundredths: 0), entryTime: 0, entryPrice: Price(points: 0),
      stopLoss: Price(points: 0), takeProfit: Price(points: 0), version: .first)
    return VenueLine(.torn, nothing, order: "", time: 0, price: Price(points: 0))
  }()

  /// The line with its check and its end.
  package var bytes: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // The value is made of numbers and plain words; encoding it cannot fail.
    let content = ((try? encoder.encode(self)) ?? Data()).dropLast()
    return content + Self.check(of: content) + Data("\n".utf8)
  }

  /// What follows a line's content, up to its end.
  private static func check(of content: Data) -> Data {
    let digits = String(CRC32C.of(content), radix: 16)
    return Data(",\"check\":\"\(String(repeating: "0", count: 8 - digits.count))\(digits)\"}".utf8)
  }

  private static let checkLength = 20

  /// Whether bytes are a whole line with its right check, without its end.
  static func isChecked(_ bytes: Data) -> Bool {
    bytes.count > checkLength && check(of: bytes.dropLast(checkLength)) == bytes.suffix(checkLength)
  }

  /// Reads a line without its end; `nil` for one that is damaged.
  ///
  /// - Parameter mustBeChecked: whether a line of an earlier build, without a check, is damage.
  package init?(_ bytes: Data, mustBeChecked: Bool = false) {
    let isChecked = Self.isChecked(bytes)
    guard isChecked || !(mustBeChecked || bytes.suffix(Self.checkLength).starts(with: Data(",\"check\":".utf8))),
      let line = try? JSONDecoder().decode(VenueLine.self, from: bytes)
    else { return nil }
    self = line
    guard event == .torn || (trade != nil && isPlausible) else { return nil }
  }

  /// Hundredths of a lot: a hundred times what any profile allows. Money stays within its range with the price's bound.
  private static let mostLots: Int32 = 100_000
  /// No bot ever makes so many trades.
  private static let mostTrades: Int64 = 1 << 48

  /// Whether prices and time are such as a market has, so that the bot can compute with them.
  private var isPlausible: Bool {
    let prices: ClosedRange<Int32> = 1...1_000_000_000
    // Until 2100.
    return prices.contains(price) && [stopLoss, takeProfit].allSatisfy { abs(Int64($0)) <= 1_000_000_000 }
      && (0...4_102_444_800_000).contains(time)
  }

  /// The venue's name for a bot's order.
  package static func order(of trade: TradeID, bot: String) -> String { "\(bot)-\(trade)" }

  /// The number of the trade within its bot, by the order's id.
  package var id: TradeID? {
    guard let number = order.split(separator: "-").last.flatMap({ Int64($0) }), (1..<Self.mostTrades).contains(number)
    else { return nil }
    return TradeID(number)
  }

  /// The position as the venue has it, without the costs and the version, which it does not know.
  package var trade: OpenTrade? {
    let parts = lots.split(separator: ".", omittingEmptySubsequences: false)
    guard let id, parts.count == 2, parts[1].utf8.count == 2, let hundredths = Int32(parts[0] + parts[1]),
      (1...Self.mostLots).contains(hundredths)
    else { return nil }
    return OpenTrade(
      id: id, side: side, lots: Lots(hundredths: hundredths), entryTime: time, entryPrice: Price(points: price),
      stopLoss: Price(points: stopLoss), takeProfit: Price(points: takeProfit), version: .first)
  }
}
