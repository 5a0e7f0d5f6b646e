import Domain
import SwiftProtobuf

extension EntrySummary {
  init(wire: V1EntrySummary) throws(WireError) {
    guard wire.skips.count <= SkipReason.allCases.count else {
      throw .outOfRange(field: "EntrySummary.skips", value: Int64(wire.skips.count))
    }
    self.init(
      opened: try count(wire.hasOpened, wire.opened, "EntrySummary.opened"),
      skips: try wire.skips.map { (skip) throws(WireError) in
        Skip(
          reason: try SkipReason(skip.hasReason, wire: skip.reason, "EntrySummary.Skip.reason"),
          count: try count(skip.hasCount, skip.count, "EntrySummary.Skip.count"))
      },
      widestSpread: wire.hasWidestSpreadTenths ? Pips(tenths: wire.widestSpreadTenths) : nil)
  }

  var wire: V1EntrySummary {
    var message = V1EntrySummary()
    message.opened = Int64(opened)
    message.skips = skips.map { skip in
      var part = V1EntrySummary.Skip()
      part.reason = skip.reason.wire
      part.count = Int64(skip.count)
      return part
    }
    if let widestSpread { message.widestSpreadTenths = widestSpread.tenths }
    return message
  }
}

extension SkipReason {
  init(_ isPresent: Bool = true, wire: V1EntrySummary.Reason, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .maxPositions: self = .maxPositions
    case .maxSpread: self = .maxSpread
    case .entryFilter: self = .entryFilter
    case .minimumStopDistance: self = .minimumStopDistance
    case .margin: self = .margin
    case .gate: self = .gate
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1EntrySummary.Reason {
    switch self {
    case .maxPositions: .maxPositions
    case .maxSpread: .maxSpread
    case .entryFilter: .entryFilter
    case .minimumStopDistance: .minimumStopDistance
    case .margin: .margin
    case .gate: .gate
    }
  }
}
