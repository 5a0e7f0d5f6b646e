import Domain
import SwiftProtobuf

extension PricePath {
  init(_ isPresent: Bool = true, wire: V1PricePath, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .jump: self = .jump
    case .continuous: self = .continuous
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1PricePath {
    switch self {
    case .jump: .jump
    case .continuous: .continuous
    }
  }
}

extension Side {
  init(_ isPresent: Bool = true, wire: V1Side, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .buy: self = .buy
    case .sell: self = .sell
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1Side {
    switch self {
    case .buy: .buy
    case .sell: .sell
    }
  }
}

extension ExitReason {
  init(_ isPresent: Bool = true, wire: V1ExitReason, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .takeProfit: self = .takeProfit
    case .stopLoss: self = .stopLoss
    case .flattened: self = .flattened
    case .marginCall: self = .marginCall
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1ExitReason {
    switch self {
    case .takeProfit: .takeProfit
    case .stopLoss: .stopLoss
    case .flattened: .flattened
    case .marginCall: .marginCall
    }
  }
}

extension SafetyLevel {
  init(_ isPresent: Bool = true, wire: V1SafetyLevel, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .active: self = .active
    case .frozen: self = .frozen
    case .reducing: self = .reducing
    case .halted: self = .halted
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1SafetyLevel {
    switch self {
    case .active: .active
    case .frozen: .frozen
    case .reducing: .reducing
    case .halted: .halted
    }
  }
}

extension Incident.Kind {
  init(_ isPresent: Bool = true, wire: V1Incident.Kind, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .stopsMoved: self = .stopsMoved
    case .foreignTrade: self = .foreignTrade
    case .venueMismatch: self = .venueMismatch
    case .quoteRefused: self = .quoteRefused
    case .notFlat: self = .notFlat
    case .fenced: self = .fenced
    case .latchUnreadable: self = .latchUnreadable
    case .mixedStack: self = .mixedStack
    case .setAside: self = .setAside
    case .blind: self = .blind
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1Incident.Kind {
    switch self {
    case .stopsMoved: .stopsMoved
    case .foreignTrade: .foreignTrade
    case .venueMismatch: .venueMismatch
    case .quoteRefused: .quoteRefused
    case .notFlat: .notFlat
    case .fenced: .fenced
    case .latchUnreadable: .latchUnreadable
    case .mixedStack: .mixedStack
    case .setAside: .setAside
    case .blind: .blind
    }
  }
}

extension Role {
  init(_ isPresent: Bool = true, wire: V1Role, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .trader: self = .trader
    case .monitor: self = .monitor
    case .experimenter: self = .experimenter
    case .controller: self = .controller
    case .optimizer: self = .optimizer
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1Role {
    switch self {
    case .trader: .trader
    case .monitor: .monitor
    case .experimenter: .experimenter
    case .controller: .controller
    case .optimizer: .optimizer
    }
  }
}
