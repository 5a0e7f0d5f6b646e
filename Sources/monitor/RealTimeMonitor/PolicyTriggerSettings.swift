package import Domain

/// What makes a policy trigger ring.
package struct PolicyTriggerSettings: Hashable, Sendable, Codable {
  package var expectations = Expectations()
  /// Trades that make the baseline of win rate and of P&L.
  package var baselineTrades = 200
  /// Fall of the win rate below the normal that raises the alert, in percentage points.
  package var winRateFall: Double = 10
  /// Fall at which it clears.
  package var winRateFallCleared: Double = 5
  /// Drawdown in per cent of the expected one that raises the alert, and at which it clears.
  package var drawdownRaisesAt: Int64 = 150
  package var drawdownClearsAt: Int64 = 75
  /// Profit factor over the recent trades below which the alert is raised, and from which it clears.
  package var profitFactorTarget = 0.9
  package var profitFactorCleared = 1.0
  /// Trades in a session's window before it is judged.
  package var sessionMinimum = 50
  /// A session loses persistently when its net is negative and its profit factor at most this; it clears at the other.
  package var sessionProfitFactor = 0.75
  package var sessionProfitFactorCleared = 1.0

  package init() {}

  /// What is normal for this bot where a person says so.
  package struct Expectations: Hashable, Sendable, Codable {
    /// 0 to 1; `nil` takes the win rate of the first `baselineTrades`, at least what stop and target need to break even.
    package var winRate: Double?
    /// Money; `nil` takes the worst case of the approved configuration.
    package var drawdown: Money?

    package init(winRate: Double? = nil, drawdown: Money? = nil) {
      self.winRate = winRate
      self.drawdown = drawdown
    }

    private enum CodingKeys: String, CodingKey {
      case winRate, drawdown
    }

    /// Writes what is not set as null, so that a reader of the settings sees that it could be.
    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(winRate, forKey: .winRate)
      try container.encode(drawdown, forKey: .drawdown)
    }
  }
}
