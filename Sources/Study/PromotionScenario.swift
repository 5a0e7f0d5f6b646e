/// One line of the study of the promotion rule.
package struct PromotionScenario: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case experiment(SimulatedExperiment)
    case naivePeeking
  }

  /// What the figure is, once the runs are counted.
  package enum Measure: Hashable, Sendable {
    /// The share of runs that promoted, wrongly.
    case falsePromotions
    /// The trades by which eight of ten runs had promoted, and the share that did so before the rule gave up.
    case power
  }

  /// The key of its figure in the report.
  package var key: String
  package var kind: Kind
  package var measure: Measure

  /// α_t of the first and of the third dry experiment of a quarter, at a false discovery rate of 10 %.
  private static let (firstLevel, thirdLevel) = (0.05, 0.1 / 12)

  /// Every line, in the order in which people read them.
  package static let all: [PromotionScenario] = nulls + disasters + scaled + power + [naive]

  private static func falsePromotions(
    _ key: String, _ candidate: CandidateModel, bot: GridBotModel = GridBotModel(), correlation: Double
  ) -> PromotionScenario {
    PromotionScenario(
      key: key,
      kind: .experiment(
        SimulatedExperiment(
          bot: bot, candidates: [candidate], correlation: correlation, level: firstLevel, horizon: 6_000)),
      measure: .falsePromotions)
  }

  private static let nulls =
    [80, 90, 95].map {
      falsePromotions("null.independent.rho\($0)", .equal, correlation: Double($0) / 100)
    }
    + [90, 97].map {
      falsePromotions(
        "null.clustered.phi\($0)", .equal, bot: GridBotModel(regime: Double($0) / 100), correlation: 0.9)
    }

  /// Once as the incumbent's very trades and once with a tenth of its own; once with the usual stop, which a disaster
  /// breaks, and once with one so wide that it hides among the other losses.
  private static let disasters = [2, 1].flatMap { percent in
    [100, 90].flatMap { correlation in
      [60, 200].map { stop in
        falsePromotions(
          "tail.p0\(percent).rho\(correlation).stop\(stop)", .disasters(probability: Double(percent) / 100),
          bot: GridBotModel(stop: Double(stop)), correlation: Double(correlation) / 100)
      }
    }
  }

  private static let scaled = [90, 97].map {
    falsePromotions("scaled.phi\($0)", .scaled, bot: GridBotModel(regime: Double($0) / 100), correlation: 1)
  }

  /// Percent of the trades in common of the experiments that measure power.
  static let correlations = [75, 80, 90, 95]

  private static let power = [
    (key: "trades80", candidates: 1, level: firstLevel), (key: "trades80.k4", candidates: 4, level: firstLevel),
    (key: "trades80.third", candidates: 1, level: thirdLevel),
    (key: "trades80.third.k4", candidates: 4, level: thirdLevel),
  ].flatMap { line in
    correlations.map { correlation in
      PromotionScenario(
        key: "\(line.key).rho\(correlation)",
        kind: .experiment(
          SimulatedExperiment(
            bot: GridBotModel(),
            candidates: [.better] + Array(repeating: .equal, count: line.candidates - 1),
            correlation: Double(correlation) / 100, level: line.level, horizon: 20_000)),
        measure: .power)
    }
  }

  private static let naive = PromotionScenario(
    key: "naive.peeking", kind: .naivePeeking, measure: .falsePromotions)
}
