/// The value of a parameter, in the parameter's own unit.
package enum ParameterValue: Hashable, Sendable, Codable, CustomStringConvertible {
  case pips(Pips)
  case lots(Lots)
  case count(Int)
  case sessions(SessionSet)
  case timeframe(Timeframe)
  case entryFilter(EntryFilter)

  package var description: String {
    switch self {
    case .pips(let pips): pips.description
    case .lots(let lots): lots.description
    case .count(let count): "\(count)"
    case .sessions(let sessions): sessions.description
    case .timeframe(let timeframe): timeframe.rawValue
    case .entryFilter(let filter): filter.rawValue
    }
  }

  /// The value as a whole number of the parameter's smallest step: tenths of a pip, hundredths of a lot, positions,
  /// the notch of a timeframe; `nil` for values that have no order.
  package var quanta: Int? {
    switch self {
    case .pips(let pips): Int(pips.tenths)
    case .lots(let lots): Int(lots.hundredths)
    case .count(let count): count
    case .timeframe(let timeframe): Timeframe.allCases.firstIndex(of: timeframe)
    case .sessions, .entryFilter: nil
    }
  }

  /// The value of the same kind with another number of smallest steps; `nil` where the kind has no order or the
  /// number does not fit.
  package func with(quanta: Int) -> ParameterValue? {
    switch self {
    case .pips: Int32(exactly: quanta).map { .pips(Pips(tenths: $0)) }
    case .lots: Int32(exactly: quanta).map { .lots(Lots(hundredths: $0)) }
    case .count: .count(quanta)
    case .timeframe:
      Timeframe.allCases.indices.contains(quanta) ? .timeframe(Timeframe.allCases[quanta]) : nil
    case .sessions, .entryFilter: nil
    }
  }
}

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

/// A condition that a new position must meet besides the grid's own.
package enum EntryFilter: String, CaseIterable, Hashable, Sendable, Codable {
  /// Every grid crossing may open a position.
  case none
  /// Buy only at or below the lower Bollinger band, sell only at or above the upper one (20 bars, 2 deviations).
  case bollinger
}
