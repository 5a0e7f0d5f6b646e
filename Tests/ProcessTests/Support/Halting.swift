import Bus
import Domain
import Foundation
import Safety
import Testing
import Wire

extension Stack {
  /// A halt by the stop socket and the latch's owner, as it went; milliseconds since it was asked for.
  struct Halted {
    /// Until no order could pass any more.
    var acknowledged: Double
    /// Until the venue had nothing open and the trader had verified it.
    var flat: Double
  }

  /// Halts, waits until the trader says that flat is verified, and re-arms.
  func haltAndRearm(_ id: String, within limit: Duration = .seconds(30)) async throws -> Halted {
    let bot = try #require(BotName("grid"))
    let begin = ContinuousClock.now
    func milliseconds() -> Double { (ContinuousClock.now - begin) / .milliseconds(1) }
    var stop = try RequestClient(try Context(), connect: Endpoint(path: "\(directory)/sockets/trader.stop"))
    let trip = Trip(id: id, level: .halted, reason: "a test", source: "Ana", time: 1)
    let reply = try stop.request(
      Request(
        bot: bot, id: "stop-\(id)", deadline: MonotonicTime.now.milliseconds + 10_000, person: "Ana",
        content: .command(.stop(trip))), timeout: 10_000)
    #expect(reply.content == .done)
    let acknowledged = milliseconds()
    let socket = try Endpoint(path: "\(directory)/sockets/trader.req")
    func ask(_ content: Request.Content) throws -> Reply.Content {
      var client = try RequestClient(try Context(), connect: socket)
      return try client.request(
        Request(
          bot: bot, id: "ask-\(UInt64.random(in: 0 ... .max))", deadline: MonotonicTime.now.milliseconds + 5_000,
          person: "Ana", content: content), timeout: 5_000
      ).content
    }
    try await until("verified flat", within: limit) {
      guard try Venue(of: self).open.isEmpty, case .snapshot(_, let messages) = try ask(.query(.snapshot)) else {
        return false
      }
      return messages.contains { frames in
        guard let envelope = try? Envelope.decode(frames), case .event(.safety(let report)) = envelope.payload else {
          return false
        }
        return report.flatness == .verifiedFlat && report.level == .halted
      }
    }
    let flat = milliseconds()
    try await until("the re-arm", within: limit) {
      let answer = try ask(.command(.rearm(trip: id, reason: "over")))
      return answer == .done || answer == .refused(.unknownTrip(id))
    }
    return Halted(acknowledged: acknowledged, flat: flat)
  }
}
