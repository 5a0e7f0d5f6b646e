/// A bar length, shortest first.
package enum Timeframe: String, CaseIterable, Hashable, Sendable, Codable {
  case m1 = "M1"
  case m5 = "M5"
  case m15 = "M15"
  case m30 = "M30"
  case h1 = "H1"

  package var milliseconds: Int64 {
    switch self {
    case .m1: 60_000
    case .m5: 300_000
    case .m15: 900_000
    case .m30: 1_800_000
    case .h1: 3_600_000
    }
  }
}
