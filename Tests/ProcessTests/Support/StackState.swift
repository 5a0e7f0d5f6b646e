import Domain

/// What `sotano status --json` tells, as far as the tests ask.
struct StackState: Decodable {
  struct Process: Decodable {
    var name: String
    var state: String
    var pid: Int32?
    var answers: Bool
    var epoch: Int64?
    var minute: Int64?
  }

  struct StandingTrip: Decodable {
    var id: String
    var level: String
    var reason: String
    var repeats: Int64?
  }

  /// The account and the last hundred trades, as the monitor has them.
  struct Metrics: Decodable {
    var trades: Int
    var openTrades: Int?
    var net: Double?
    var equity: Double?
    var drawdown: Double?
  }

  var processes: [Process]
  var level: String
  var trips: [StandingTrip]
  var flatness: String
  var version: Int64?
  var metrics: Metrics?

  subscript(role: Role) -> Process? { processes.first { $0.name == role.rawValue } }

  /// The last market minute that the trader has finished.
  var minute: Int64 { self[.trader]?.minute ?? 0 }

  /// Whether every process is kept and answers.
  var isWhole: Bool {
    processes.count == Role.allCases.count && processes.allSatisfy { $0.answers && $0.state == "up" }
  }
}
