import Domain
import SwiftProtobuf

extension MarketTime {
  init(wire: V1MarketTime, _ field: String) throws(WireError) {
    self.init(
      utc: try required(wire.hasUtcMs, wire.utcMs, "\(field).utc_ms"),
      open: try required(wire.hasOpenMs, wire.openMs, "\(field).open_ms"))
  }

  init(_ isPresent: Bool, wire: V1MarketTime, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    try self.init(wire: wire, field)
  }

  var wire: V1MarketTime {
    var message = V1MarketTime()
    message.utcMs = utc
    message.openMs = open
    return message
  }
}

extension Figure {
  init(wire: V1Figure, _ field: String) throws(WireError) {
    switch wire.figure {
    case .value(let number): self = .value(try finite(number, field))
    case .undefined: self = .undefined
    case .unknown: self = .unknown
    case nil: throw .missing(field: field)
    }
  }

  /// A value that is not finite is sent as unknown, which is what it means to its reader.
  var wire: V1Figure {
    var message = V1Figure()
    switch self {
    case .value(let number) where number.isFinite: message.value = number
    case .undefined: message.undefined = V1Figure.Undefined()
    case .value, .unknown: message.unknown = V1Figure.Unknown()
    }
    return message
  }
}

extension Origin {
  init(wire: V1Origin, _ field: String) throws(WireError) {
    switch wire.origin {
    case .role(let role): self = .role(try Role(wire: role, field))
    case .person(let name): self = .person(try personName(name, field))
    case nil: throw .missing(field: field)
    }
  }

  var wire: V1Origin {
    get throws(WireError) {
      var message = V1Origin()
      switch self {
      case .role(let role): message.role = role.wire
      case .person(let name): message.person = try personName(name, "Origin.person")
      }
      return message
    }
  }
}
