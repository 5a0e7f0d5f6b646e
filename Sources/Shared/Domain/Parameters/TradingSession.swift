/// A trading session, named after the city whose working day it is.
package enum TradingSession: String, CaseIterable, Hashable, Sendable, Codable {
  case sydney
  case tokyo
  case london
  case newYork

  /// The bit of this session in a `SessionSet`.
  package var mask: UInt8 {
    switch self {
    case .sydney: 1
    case .tokyo: 2
    case .london: 4
    case .newYork: 8
    }
  }
}

/// Any number of trading sessions.
package struct SessionSet: OptionSet, Hashable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue & 15
  }

  package init(_ session: TradingSession) {
    self.init(rawValue: session.mask)
  }

  package static let all = SessionSet(rawValue: 15)

  package var sessions: [TradingSession] {
    TradingSession.allCases.filter { rawValue & $0.mask != 0 }
  }

  /// `all`, `none`, or the names joined by `+`.
  package var description: String {
    if self == .all { return "all" }
    if isEmpty { return "none" }
    return sessions.map(\.rawValue).joined(separator: "+")
  }

  package init?(parsing text: String) {
    switch text.lowercased() {
    case "all": self = .all
    case "none": self = []
    default:
      var set: SessionSet = []
      for name in text.split(separator: "+") {
        guard let session = TradingSession.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
        else { return nil }
        set.insert(SessionSet(session))
      }
      guard !set.isEmpty else { return nil }
      self = set
    }
  }
}
