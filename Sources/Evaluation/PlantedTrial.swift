package import Domain
package import GridTrading

/// Puts the judge before markets of which it is known whether there is anything to find.
package struct PlantedTrial: Sendable {
  /// A bot in one market, as it was judged against the frozen one at its volume.
  package struct Verdict: Hashable, Sendable {
    package let profitFactorRatio: Double?
    /// The lower end of the profit factor ratio's interval lies above 1, and the bot did not withdraw.
    package let isBetter: Bool
    package let isWithdrawn: Bool
  }

  /// Who was judged.
  package enum Bot: String, CaseIterable, Hashable, Sendable, Codable {
    case tuned
    case naive
    case knowsHours = "knows_hours"
    case knowsCosts = "knows_costs"

    init(knowing plant: Plant) {
      switch plant {
      case .hours: self = .knowsHours
      case .costs: self = .knowsCosts
      }
    }
  }

  package let pool: MinutePool
  package let profile: SymbolProfile
  package let configuration: Configuration
  package let plan: EvaluationPlan

  package init(
    _ series: QuoteSeries, profile: SymbolProfile, configuration: Configuration, plan: EvaluationPlan
  ) {
    pool = MinutePool(series, profile: profile)
    self.profile = profile
    self.configuration = configuration
    self.plan = plan
  }

  /// A market with an advantage: the bot that knows it, and the tuned one that would have to find it.
  package func planted(_ plant: Plant, seed: UInt64) -> [Bot: Verdict] {
    let profile = plant.profile(profile)
    return judge(
      pool.market(plant.recipe(configuration), seed: seed), profile: profile, knowing: [plant], isNaiveJudged: false,
      seed: seed)
  }

  /// A market in which nothing can be known and nothing is paid: a bot that is found to be better there is a false
  /// finding.
  package func shuffled(seed: UInt64) -> [Bot: Verdict] {
    var free = profile
    free.commission = .zero
    free.swapLong = .zero
    free.swapShort = .zero
    free.slippage = Pips(tenths: 0)
    return judge(
      pool.market(MinutePool.Recipe(isFree: true), seed: seed), profile: free, knowing: Plant.allCases,
      isNaiveJudged: true, seed: seed)
  }

  private func judge(
    _ market: QuoteSeries, profile: SymbolProfile, knowing plants: [Plant], isNaiveJudged: Bool, seed: UInt64
  ) -> [Bot: Verdict] {
    var bots: [(Bot, Course, [TradeOpening])] = []
    let tuned = TunedRun(market, profile: profile, configuration: configuration, settings: plan.settings)
    bots.append((.tuned, tuned.course, tuned.openings))
    if isNaiveJudged {
      let naive = NaiveRun(market, profile: profile, configuration: configuration)
      bots.append((.naive, naive.course, naive.openings))
    }
    for plant in plants {
      let run = FrozenRun(
        market, profile: profile, configuration: plant.configuration(configuration, rules: profile.rules))
      bots.append((Bot(knowing: plant), run.course, run.openings))
    }
    let frozen = FrozenRun(market, profile: profile, configuration: configuration, beside: bots.map(\.2))
    var verdicts: [Bot: Verdict] = [:]
    for ((bot, course, _), twin) in zip(bots, frozen.twins) {
      let comparison = Comparison(of: course, against: twin, resamples: plan.resamples, seed: seed)
      let isWithdrawn = course.lots * 10 < frozen.course.lots * 6
      let lower = comparison.interval(\.profitFactorRatio)?.lower ?? 0
      verdicts[bot] = Verdict(
        profitFactorRatio: comparison.ratios.profitFactorRatio, isBetter: lower > 1 && !isWithdrawn,
        isWithdrawn: isWithdrawn)
    }
    return verdicts
  }
}
