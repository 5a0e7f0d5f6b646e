import Domain
import SwiftProtobuf

extension Trip {
  init(wire: V1Trip) throws(WireError) {
    self.init(
      id: try identifier(wire.hasID, wire.id, "Trip.id"),
      level: try Self.stopping(SafetyLevel(wire.hasLevel, wire: wire.level, "Trip.level")),
      reason: try text(wire.hasReason, wire.reason, "Trip.reason"),
      source: try text(wire.hasSource, wire.source, "Trip.source"),
      time: try required(wire.hasTimeMs, wire.timeMs, "Trip.time_ms"),
      repeats: wire.hasRepeats ? try count(true, wire.repeats, "Trip.repeats") : 0)
  }

  var wire: V1Trip {
    get throws(WireError) {
      var message = V1Trip()
      message.id = try identifier(id, "Trip.id")
      message.level = try Self.stopping(level).wire
      message.reason = cut(reason)
      message.source = cut(source)
      message.timeMs = time
      if repeats > 0 { message.repeats = repeats }
      return message
    }
  }

  /// A stop that stops nothing must not be acknowledged as done.
  private static func stopping(_ level: SafetyLevel) throws(WireError) -> SafetyLevel {
    guard level > .active else { throw .outOfRange(field: "Trip.level", value: Int64(level.wire.rawValue)) }
    return level
  }
}

extension Flatness {
  init(wire: V1Flatness) throws(WireError) {
    switch wire.flatness {
    case .notRequired: self = .notRequired
    case .verifying: self = .verifying
    case .verifiedFlat: self = .verifiedFlat
    case .notFlat(let state):
      self = .notFlat(
        open: state.openTradeIds.map { TradeID($0) },
        unreachable: try required(state.hasUnreachable, state.unreachable, "Flatness.NotFlat.unreachable"),
        unknown: state.hasUnknown ? try count(true, state.unknown, "Flatness.NotFlat.unknown") : 0)
    case nil: throw .missing(field: "Flatness.flatness")
    }
  }

  var wire: V1Flatness {
    var message = V1Flatness()
    switch self {
    case .notRequired: message.notRequired = V1Flatness.NotRequired()
    case .verifying: message.verifying = V1Flatness.Verifying()
    case .verifiedFlat: message.verifiedFlat = V1Flatness.VerifiedFlat()
    case .notFlat(let open, let unreachable, let unknown):
      var state = V1Flatness.NotFlat()
      state.openTradeIds = open.map(\.number)
      state.unreachable = unreachable
      if unknown > 0 { state.unknown = Int64(unknown) }
      message.notFlat = state
    }
    return message
  }
}

extension SafetyReport {
  init(wire: V1SafetyReport) throws(WireError) {
    self.init(
      level: try SafetyLevel(wire.hasLevel, wire: wire.level, "SafetyReport.level"),
      trips: try wire.trips.map { (trip) throws(WireError) in try Trip(wire: trip) },
      flatness: try Flatness(wire: required(wire.hasFlatness, wire.flatness, "SafetyReport.flatness")),
      more: wire.hasMore ? try count(true, wire.more, "SafetyReport.more") : 0)
  }

  var wire: V1SafetyReport {
    get throws(WireError) {
      var message = V1SafetyReport()
      message.level = level.wire
      message.trips = try trips.map { (trip) throws(WireError) in try trip.wire }
      message.flatness = flatness.wire
      if more > 0 { message.more = Int64(more) }
      return message
    }
  }
}

extension Incident {
  init(wire: V1Incident) throws(WireError) {
    self.init(
      kind: try Kind(wire.hasKind, wire: wire.kind, "Incident.kind"),
      detail: try text(wire.hasDetail, wire.detail, "Incident.detail"))
  }

  var wire: V1Incident {
    var message = V1Incident()
    message.kind = kind.wire
    message.detail = cut(detail)
    return message
  }
}
