package import Domain

/// What to do about one kind of alert. Policies are data: the settings hold any number of them, the most urgent first.
package struct Policy: Hashable, Sendable, Codable {
  package enum Response: String, Hashable, Sendable, Codable {
    /// Moves that lower the worst case. They need no proof, and are taken back once the alert has cleared.
    case lowerRisk
    /// Moves to be measured and rolled back if they hurt.
    case remedy
    /// Compares the incumbent with candidates; what wins is proposed.
    case experiment
    /// Compares trading in the alert's session with not trading in it.
    case excludeSession
  }

  /// How a remedy is proven.
  package enum Proof: String, Hashable, Sendable, Codable {
    /// Step by step on the live bot, against the shadow of its predecessor.
    case measured
    /// By an experiment first.
    case experiment
  }

  /// A wish for one parameter, in per mille of its present value; for an experiment's candidates, of its approved value.
  package struct Move: Hashable, Sendable, Codable {
    package var parameter: Parameter
    package var perMille: Int

    package init(_ parameter: Parameter, perMille: Int) {
      self.parameter = parameter
      self.perMille = perMille
    }
  }

  package var name: String
  package var trigger: Alert.Kind
  package var response: Response
  package var moves: [Move]
  package var proof: Proof
  /// Open-market milliseconds between two starts of the policy. It doubles with every change of it that is reverted.
  package var cooldown: Int64

  package init(
    name: String, trigger: Alert.Kind, response: Response, moves: [Move], proof: Proof = .measured, cooldown: Int64
  ) {
    self.name = name
    self.trigger = trigger
    self.response = response
    self.moves = moves
    self.proof = proof
    self.cooldown = cooldown
  }

  /// Smaller lots first, then a nearer stop for new trades; back when the drawdown has recovered.
  package static let drawdown = Policy(
    name: "drawdown", trigger: .drawdownAboveExpectation, response: .lowerRisk,
    moves: [Move(.lotSize, perMille: -200), Move(.stopLoss, perMille: -50)], cooldown: MarketTime.hour)

  /// A quarter wider grid, as a plan of several steps.
  package static let winRate = Policy(
    name: "winRate", trigger: .winRateFell, response: .remedy, moves: [Move(.gridSpacing, perMille: 250)],
    cooldown: MarketTime.day)

  /// The endpoints that the drift limit allows, compared with the incumbent.
  package static let profitFactor = Policy(
    name: "profitFactor", trigger: .profitFactorBelowTarget, response: .experiment,
    moves: [Move(.gridSpacing, perMille: 300), Move(.gridSpacing, perMille: -300)], proof: .experiment,
    cooldown: 5 * MarketTime.day)

  package static let session = Policy(
    name: "session", trigger: .sessionLosing, response: .excludeSession, moves: [], proof: .experiment,
    cooldown: 5 * MarketTime.day)
}
