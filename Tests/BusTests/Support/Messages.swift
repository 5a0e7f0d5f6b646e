import Bus
import Domain
import Safety
import Testing
import Wire

enum Messages {
  static func bot() throws -> BotName { try #require(BotName("demo")) }

  /// A durable message of the trader: the end of a market minute.
  static func minute(_ sequence: Int64, epoch: Int64 = 1) throws -> Envelope {
    Envelope(
      header: Header(
        bot: try bot(), symbol: Symbol("EURUSD"), sender: .trader, epoch: epoch, sequence: sequence, isDurable: true,
        time: MarketTime(utc: sequence, open: sequence), sentAt: 0),
      payload: .event(.minute(sequence)))
  }

  /// A message with a body of about the given size.
  static func incident(_ sequence: Int64, bytes: Int) throws -> Envelope {
    var envelope = try minute(sequence)
    envelope.payload = .event(.incident(Incident(kind: .fenced, detail: String(repeating: "x", count: bytes))))
    return envelope
  }

  static func request(_ id: String, _ content: Request.Content = .query(.status)) throws -> Request {
    Request(bot: try bot(), id: id, deadline: MonotonicTime.now.milliseconds + 20_000, content: content)
  }
}
