import Domain

/// Settings with every kind of value that the real ones have.
struct SampleSettings: Codable, Hashable {
  var bot = "grid"
  var parameters = Parameters()
  var monitor = Monitor()
  var autonomy = Autonomy.approve
  var policies = [Policy(name: "widen", threshold: 0.45)]
  var weights: [String: Double] = ["EURUSD": 1, "XAUUSD": 0.5]
  var feed = Feed.files(["a.csv"])

  struct Parameters: Codable, Hashable {
    var gridSpacing: String?
    var lotSize: String?
    var tradingSessions: String?
  }

  struct Monitor: Codable, Hashable {
    var scanEvery: Int64 = 30_000
    var windows = [1, 24]
    var limits = Limits()
    var balance = Money(micros: 10_000_000_000)
    var step = Pips(tenths: 225)
    var volume = Lots(hundredths: 10)
    var sessions = SessionSet.all
    var floor = SafetyLevel.active
    var isLoud = false
    var note: String?
  }

  struct Limits: Codable, Hashable {
    var drawdown = 15.0
    var clears = 8.0
    var halts: Double?
    var retries: UInt8 = 3
  }

  enum Autonomy: String, CaseIterable, Codable {
    case observe, recommend, approve, auto
  }

  struct Policy: Codable, Hashable {
    var name: String
    var threshold: Double
  }

  enum Feed: Codable, Hashable {
    case files([String])
    case synthetic(seed: Int)
  }
}
