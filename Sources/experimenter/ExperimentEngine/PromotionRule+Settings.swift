extension PromotionRule {
  /// The rule as the settings of the experimenter have it.
  init(level: Double, settings: ExperimenterSettings) {
    self.init(level: level)
    leastBlocks = settings.leastBlocks
    mostBlocks = settings.mostBlocks
    guardrail = settings.guardrail
    effectShare = settings.effectShare
  }
}

extension PromotionRule.Verdict.Reason {
  func sentence(_ comparison: PairedComparison) -> String {
    switch self {
    case .void: "void: a difference left the bounds that were said beforehand"
    case .unfaithful(let verdict): "the incumbent's shadow does not speak for the bot: \(verdict.sentence)"
    case .gainTooSmall(let worthwhile): "futile: no candidate gains \(worthwhile) a block"
    case .futile: "futile: the blocks that are left cannot prove a gain any more, after \(comparison.blocks)"
    case .blocksOver: "no proof after \(comparison.blocks) blocks, \(comparison.trades) trades"
    }
  }
}

extension Fidelity.Verdict {
  var sentence: String {
    switch self {
    case .tooEarly: "too few trades or days to tell"
    case .faithful: "it trades as the bot does"
    case .unequalTrades(let share): "their numbers of trades differ by \(share) of the shadow's, 0.01 or more"
    case .unlikeResults(let correlation?): "the days' results correlate by \(correlation), less than 0.9"
    case .unlikeResults(nil): "the days' results of one side never vary"
    }
  }
}
