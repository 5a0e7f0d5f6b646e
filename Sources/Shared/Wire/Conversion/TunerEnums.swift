import Domain
import SwiftProtobuf

extension ChangeStage {
  init(_ isPresent: Bool = true, wire: V1ChangeStage, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .proposed: self = .proposed
    case .refused: self = .refused
    case .admitted: self = .admitted
    case .staged: self = .staged
    case .applied: self = .applied
    case .measuring: self = .measuring
    case .kept: self = .kept
    case .reverted: self = .reverted
    case .inconclusive: self = .inconclusive
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1ChangeStage {
    switch self {
    case .proposed: .proposed
    case .refused: .refused
    case .admitted: .admitted
    case .staged: .staged
    case .applied: .applied
    case .measuring: .measuring
    case .kept: .kept
    case .reverted: .reverted
    case .inconclusive: .inconclusive
    }
  }
}

extension ChangePurpose {
  init(_ isPresent: Bool = true, wire: V1ChangePurpose, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .lowerRisk: self = .lowerRisk
    case .returnToApproved: self = .returnToApproved
    case .byHand: self = .byHand
    case .remedy: self = .remedy
    case .promotion: self = .promotion
    case .rollback: self = .rollback
    case .planted: self = .planted
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1ChangePurpose {
    switch self {
    case .lowerRisk: .lowerRisk
    case .returnToApproved: .returnToApproved
    case .byHand: .byHand
    case .remedy: .remedy
    case .promotion: .promotion
    case .rollback: .rollback
    case .planted: .planted
    }
  }
}

extension MeasurementReport.Finding {
  init(_ isPresent: Bool = true, wire: V1MeasurementReport.Finding, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .open: self = .open
    case .harmful: self = .harmful
    case .better: self = .better
    case .notWorse: self = .notWorse
    case .exhausted: self = .exhausted
    case .void: self = .void
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1MeasurementReport.Finding {
    switch self {
    case .open: .open
    case .harmful: .harmful
    case .better: .better
    case .notWorse: .notWorse
    case .exhausted: .exhausted
    case .void: .void
    }
  }
}

extension ExperimentReport.Stage {
  init(_ isPresent: Bool = true, wire: V1ExperimentReport.Stage, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .queued: self = .queued
    case .replay: self = .replay
    case .pairedShadow: self = .pairedShadow
    case .liveRamp: self = .liveRamp
    case .fullLive: self = .fullLive
    case .promoted: self = .promoted
    case .rejected: self = .rejected
    case .inconclusive: self = .inconclusive
    case .cancelled: self = .cancelled
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1ExperimentReport.Stage {
    switch self {
    case .queued: .queued
    case .replay: .replay
    case .pairedShadow: .pairedShadow
    case .liveRamp: .liveRamp
    case .fullLive: .fullLive
    case .promoted: .promoted
    case .rejected: .rejected
    case .inconclusive: .inconclusive
    case .cancelled: .cancelled
    }
  }
}
