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
