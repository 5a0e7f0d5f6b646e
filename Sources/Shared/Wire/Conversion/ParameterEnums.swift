import Domain
import SwiftProtobuf

extension Parameter {
  init(_ isPresent: Bool = true, wire: V1Parameter, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .gridSpacing: self = .gridSpacing
    case .takeProfit: self = .takeProfit
    case .stopLoss: self = .stopLoss
    case .lotSize: self = .lotSize
    case .maxPositions: self = .maxPositions
    case .maxSpread: self = .maxSpread
    case .tradingSessions: self = .tradingSessions
    case .timeframe: self = .timeframe
    case .entryFilter: self = .entryFilter
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1Parameter {
    switch self {
    case .gridSpacing: .gridSpacing
    case .takeProfit: .takeProfit
    case .stopLoss: .stopLoss
    case .lotSize: .lotSize
    case .maxPositions: .maxPositions
    case .maxSpread: .maxSpread
    case .tradingSessions: .tradingSessions
    case .timeframe: .timeframe
    case .entryFilter: .entryFilter
    }
  }
}

extension Timeframe {
  init(_ isPresent: Bool = true, wire: V1Timeframe, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .m1: self = .m1
    case .m5: self = .m5
    case .m15: self = .m15
    case .m30: self = .m30
    case .h1: self = .h1
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1Timeframe {
    switch self {
    case .m1: .m1
    case .m5: .m5
    case .m15: .m15
    case .m30: .m30
    case .h1: .h1
    }
  }
}

extension EntryFilter {
  init(_ isPresent: Bool = true, wire: V1EntryFilter, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .none: self = .none
    case .bollinger: self = .bollinger
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1EntryFilter {
    switch self {
    case .none: .none
    case .bollinger: .bollinger
    }
  }
}

extension TradingSession {
  init(_ isPresent: Bool = true, wire: V1TradingSession, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .sydney: self = .sydney
    case .tokyo: self = .tokyo
    case .london: self = .london
    case .newYork: self = .newYork
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1TradingSession {
    switch self {
    case .sydney: .sydney
    case .tokyo: .tokyo
    case .london: .london
    case .newYork: .newYork
    }
  }
}
