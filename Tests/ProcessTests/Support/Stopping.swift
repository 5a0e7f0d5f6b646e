import Bus
import Domain
import Foundation
import Safety
import Wire

/// One client of a stack's stop socket.
struct Stopper: ~Copyable {
  private var client: RequestClient

  init(_ stack: Stack) throws {
    client = try RequestClient(Context(), connect: Endpoint(path: "\(stack.directory)/sockets/trader.stop"))
  }

  /// Asks for a stop and returns when it has been acknowledged.
  mutating func stop(_ trip: Trip) throws {
    guard let bot = BotName("grid") else { throw Unmet(description: "no name for the bot") }
    let request = Request(
      bot: bot, id: "stopper-\(UInt64.random(in: 0 ... .max))", deadline: MonotonicTime.now.milliseconds + 10_000,
      person: trip.source, content: .command(.stop(trip)))
    let answer = try client.request(request, timeout: 10_000).content
    guard answer == .done else { throw Unmet(description: "the stop \(trip.id) was answered with \(answer)") }
  }
}

extension Trip {
  static func test(_ id: String, _ level: SafetyLevel, _ reason: String = "a test", time: Int64 = 1) -> Trip {
    Trip(id: id, level: level, reason: reason, source: "guard", time: time)
  }
}

extension Stack {
  /// A stack with trades to close.
  static func withOpenTrades(_ body: (Stack) async throws -> Void) async throws {
    let arguments = [
      "--pace", "3600", "--seed", "5", "--set", "gridSpacing=10", "--set", "takeProfit=100", "--set", "stopLoss=150",
    ]
    try await with(arguments) { stack in
      try await stack.up()
      try await until("an open trade", within: .seconds(60)) { try Venue(of: stack).open.count >= 1 }
      try await body(stack)
    }
  }

  /// Waits for the halt, which must be flat.
  func halted(within limit: Duration = .seconds(20)) async throws -> StackState {
    try await eventually("verified flat", within: limit) {
      let state = try await status()
      return state.level == "halted" && state.flatness == "verified flat" ? state : nil
    }
  }

  func rearmAll() async throws -> Ended {
    try await sotano("rearm", "--all", "--by", "Ana", "--reason", "looked at it")
  }
}
