internal import Domain

/// How a synthetic market moves for some hours.
enum MarketRegime: UInt8, CaseIterable, Hashable, Sendable, Codable {
  case calm
  /// Drifts one way.
  case trend
  /// Is drawn back to where the regime began.
  case range
  case volatile

  /// Minutes that it lasts on average; how long is geometric, so that the past tells nothing about the end.
  var meanMinutes: Double {
    switch self {
    case .calm: 600
    case .trend: 240
    case .range: 900
    case .volatile: 150
    }
  }

  /// Factor on the volatility of a minute.
  var volatility: Double {
    switch self {
    case .calm: 0.75
    case .trend: 1
    case .range: 0.9
    case .volatile: 1.8
    }
  }

  /// Factor on the spread.
  var spread: Double {
    self == .volatile ? 1.3 : 1
  }

  /// What follows, with chances out of ten in the order of `allCases`.
  func successor(_ generator: inout SplitMix64) -> MarketRegime {
    let chances: [Double] =
      switch self {
      case .calm: [0, 3, 5, 2]
      case .trend: [3, 0, 4, 3]
      case .range: [5, 3, 0, 2]
      case .volatile: [2, 3, 5, 0]
      }
    var left = generator.nextUnit() * 10
    for (regime, chance) in zip(Self.allCases, chances) {
      if left < chance { return regime }
      left -= chance
    }
    return .range
  }
}
