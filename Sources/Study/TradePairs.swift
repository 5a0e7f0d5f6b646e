import Domain

/// The trades of an incumbent and its candidates on the same quotes, one after the other.
struct TradePairs {
  let bot: GridBotModel
  private let laws: [CandidateLaw]
  /// The chance that a candidate makes the incumbent's own trade; otherwise it makes one of its own in the same regime.
  private let correlation: Double
  private var deviates: Deviates
  private var state: Double
  /// Pips of the last trade of each candidate.
  private(set) var candidates: [Double]

  init(_ bot: GridBotModel, candidates: [CandidateModel], correlation: Double, generator: SplitMix64) {
    self.bot = bot
    self.correlation = correlation
    laws = candidates.map { CandidateLaw($0, of: bot) }
    deviates = Deviates(generator)
    state = deviates.normal()
    self.candidates = candidates.map { _ in 0 }
  }

  var bounds: [ClosedRange<Double>] { laws.map { $0.bounds(of: bot, isSame: correlation == 1) } }

  /// Makes the next trade of every arm.
  ///
  /// - Returns: pips of the incumbent.
  mutating func next() -> Double {
    if let regime = bot.regime {
      state = regime * state + (1 - regime * regime).squareRoot() * deviates.normal()
    }
    let old = draw()
    for index in laws.indices {
      let own = correlation == 1 || deviates.unit() < correlation ? old : draw()
      candidates[index] = laws[index].result(of: own, &deviates)
    }
    return old
  }

  private mutating func draw() -> Double {
    bot.result(of: .init(outcome: deviates.normal(), size: deviates.normal()), regime: state)
  }
}
