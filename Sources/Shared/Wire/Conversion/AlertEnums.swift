import Domain
import SwiftProtobuf

extension Alert.Kind {
  init(_ isPresent: Bool = true, wire: V1Alert.Kind, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .drawdownLimit: self = .drawdownLimit
    case .dailyLossLimit: self = .dailyLossLimit
    case .exposureLimit: self = .exposureLimit
    case .orderRejectLimit: self = .orderRejectLimit
    case .orderRateLimit: self = .orderRateLimit
    case .spreadLimit: self = .spreadLimit
    case .staleFeed: self = .staleFeed
    case .marginLimit: self = .marginLimit
    case .unknownInput: self = .unknownInput
    case .lossRateChanged: self = .lossRateChanged
    case .profitChanged: self = .profitChanged
    case .drawdownAboveExpectation: self = .drawdownAboveExpectation
    case .winRateFell: self = .winRateFell
    case .profitFactorBelowTarget: self = .profitFactorBelowTarget
    case .sessionLosing: self = .sessionLosing
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1Alert.Kind {
    switch self {
    case .drawdownLimit: .drawdownLimit
    case .dailyLossLimit: .dailyLossLimit
    case .exposureLimit: .exposureLimit
    case .orderRejectLimit: .orderRejectLimit
    case .orderRateLimit: .orderRateLimit
    case .spreadLimit: .spreadLimit
    case .staleFeed: .staleFeed
    case .marginLimit: .marginLimit
    case .unknownInput: .unknownInput
    case .lossRateChanged: .lossRateChanged
    case .profitChanged: .profitChanged
    case .drawdownAboveExpectation: .drawdownAboveExpectation
    case .winRateFell: .winRateFell
    case .profitFactorBelowTarget: .profitFactorBelowTarget
    case .sessionLosing: .sessionLosing
    }
  }
}

extension Alert.Phase {
  init(_ isPresent: Bool = true, wire: V1Alert.Phase, _ field: String) throws(WireError) {
    guard isPresent else { throw .missing(field: field) }
    switch wire {
    case .raised: self = .raised
    case .cleared: self = .cleared
    case .unspecified, .UNRECOGNIZED: throw .unknownEnumValue(field: field, number: wire.rawValue)
    }
  }

  var wire: V1Alert.Phase {
    switch self {
    case .raised: .raised
    case .cleared: .cleared
    }
  }
}
