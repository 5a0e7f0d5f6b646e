import Domain
import GridTrading

/// Two or more arms on the same quotes, compared from block to block of the old arm's trades.
struct PairedTrial: Hashable, Sendable, Codable {
  /// What a quote brought to an end.
  enum Progress: Hashable, Sendable {
    case nothing
    /// The old arm has closed a trade of its own.
    case trade
    case block
  }

  /// When its first block began.
  let began: MarketTime
  private(set) var old: Shadow
  private(set) var arms: [CandidateArm]
  /// What the arms have shown so far.
  private(set) var comparison: PairedComparison
  private let reach: QuoteReach
  private let weekendReach: QuoteReach
  /// Whether the week is about to close, so that the next quote may be next week's.
  private var isClosing = false

  /// Clones the incumbent once for the old arm and once for each candidate.
  ///
  /// - Parameters:
  ///   - quote: the last one that the incumbent saw.
  ///   - alpha: one-sided error rate of the bounds of each candidate.
  init(
    cloning incumbent: GridEngine, candidates: [(configuration: Configuration, version: ConfigurationVersion)],
    quote: Quote, now: MarketTime, plan: PairedComparison.Plan, alpha: Double, settings: ExperimenterSettings
  ) {
    began = now
    old = Shadow(cloning: incumbent)
    arms = candidates.map { candidate in
      var shadow = Shadow(cloning: incumbent)
      shadow.adopt(candidate.configuration, version: candidate.version)
      return CandidateArm(shadow: shadow)
    }
    comparison = PairedComparison(candidates: candidates.count, alpha: alpha, plan: plan, open: now.open)
    reach = settings.reach(of: incumbent.profile, isClosing: false)
    weekendReach = settings.reach(of: incumbent.profile, isClosing: true)
    setBounds(quote)
  }

  var candidates: [CandidateEvidence] { comparison.candidates }
  var blocks: Int { comparison.blocks }

  /// Own closed trades of the old arm.
  var trades: Int { comparison.trades }

  /// Mean loss of the old arm's losing trades a block, positive.
  var grossLossPerBlock: Double { comparison.grossLossPerBlock }

  /// Market days that so many trades take at its pace; undefined before the first of them.
  func days(for wanted: Double, now: MarketTime) -> Figure {
    guard trades > 0, now.open > began.open else { return .undefined }
    let daysSoFar = Double(now.open - began.open) / Double(MarketTime.day)
    return .value(wanted * daysSoFar / Double(trades))
  }

  /// Whether each candidate may lose more at worst than the old arm.
  var worstCaseRises: [Bool] {
    arms.map { $0.shadow.engine.configuration.worstCase > old.engine.configuration.worstCase }
  }

  /// Takes the next quote; `fills` is empty before and after. A quiet quote costs a few comparisons an arm.
  mutating func step(_ quote: Quote, gate: inout ShadowGate, fills: inout [Fill], now: MarketTime) -> Progress {
    let oldFilled = old.step(quote, gate: &gate, fills: &fills)
    let isTrade = oldFilled && !old.closed.isEmpty
    for index in arms.indices {
      let filled = arms[index].shadow.step(quote, gate: &gate, fills: &fills)
      if filled { book(index) }
      if filled || oldFilled { settle(index, old.result(at: quote), quote) }
    }
    guard isTrade else { return .nothing }
    bookOld()
    return comparison.endTrade(old.result(at: quote), open: now.open) ? .block : .trade
  }

  /// Both arms follow a change that is not what they are compared for; or the candidates alone one that is.
  mutating func adopt(
    _ parameter: Parameter, _ value: ParameterValue, version: ConfigurationVersion, quote: Quote,
    candidatesOnly: Bool = false
  ) {
    settleAll(quote)
    if !candidatesOnly, let next = old.engine.configuration.replacing(parameter, with: value) {
      old.adopt(next, version: version)
    }
    for index in arms.indices {
      guard let next = arms[index].shadow.engine.configuration.replacing(parameter, with: value) else { continue }
      arms[index].shadow.adopt(next, version: version)
    }
    setBounds(quote)
  }

  /// The emergency stop closes the shadows' positions as it closes the bot's.
  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    old.flatten(at: quote, fills: &fills)
    for index in arms.indices {
      arms[index].shadow.flatten(at: quote, fills: &fills)
      book(index)
    }
    bookOld()
    settleAll(quote)
  }

  /// Says before the week closes that the price may open anywhere after it.
  mutating func close(_ isClosing: Bool, quote: Quote) {
    guard isClosing != self.isClosing else { return }
    self.isClosing = isClosing
    settleAll(quote)
  }

  private mutating func book(_ index: Int) {
    for profit in arms[index].shadow.closed { comparison.close(index, profit) }
  }

  private mutating func bookOld() {
    for profit in old.closed { comparison.closeIncumbent(profit) }
  }

  private mutating func settleAll(_ quote: Quote) {
    let result = old.result(at: quote)
    for index in arms.indices { settle(index, result, quote) }
  }

  /// Settles the bets on an increment, at any fill of either arm, and bounds the next one.
  private mutating func settle(_ index: Int, _ oldResult: Money, _ quote: Quote) {
    comparison.settle(index, arms[index].shadow.result(at: quote) - oldResult, within: arms[index].bounds)
    arms[index].setBounds(beside: old.engine, quote: quote, reach: isClosing ? weekendReach : reach)
  }

  private mutating func setBounds(_ quote: Quote) {
    for index in arms.indices {
      arms[index].setBounds(beside: old.engine, quote: quote, reach: isClosing ? weekendReach : reach)
    }
  }
}

extension PairedComparison.Plan {
  /// Candidates against the incumbent: blocks as long as their dependence asks for.
  init(experiment settings: ExperimenterSettings) {
    self.init(
      blockTrades: settings.blockTrades, blockTime: settings.blockTime, plannedBlocks: settings.mostBlocks,
      plannedTrades: settings.harmPlannedTrades)
  }

  /// A configuration that is in force against what it replaced: short blocks of a fixed number of trades.
  init(measurement settings: ExperimenterSettings) {
    self.init(
      blockTrades: settings.measurementBlockTrades, blockTime: 0, followsDependence: false,
      plannedBlocks: settings.mostBlocks, plannedTrades: settings.harmPlannedTrades)
  }
}
