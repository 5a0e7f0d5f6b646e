import Domain
import GridTrading
import Statistics

/// Two or more arms on the same quotes, compared from block to block of the old arm's trades.
struct PairedTrial: Hashable, Sendable, Codable {
  /// What a quote brought to an end.
  enum Progress: Hashable, Sendable {
    case nothing
    /// The old arm has closed a trade of its own.
    case trade
    case block
  }

  private(set) var old: Shadow
  private(set) var candidates: [CandidateArm]
  private(set) var blocks = 0
  private(set) var oldDrawdown = Drawdown()
  private let blockTrades: Int
  private let blockTime: Int64
  private let reach: QuoteReach
  private let weekendReach: QuoteReach
  /// Whether the week is about to close, so that the next quote may be next week's.
  private var isClosing = false
  private var blockStart: Int64
  private var tradesAtBlock = 0
  private var oldAtBlock = Money.zero

  /// Clones the incumbent once for the old arm and once for each candidate.
  ///
  /// - Parameters:
  ///   - quote: the last one that the incumbent saw.
  ///   - alpha: one-sided error rate of the bounds of each candidate.
  init(
    cloning incumbent: GridEngine, candidates: [(configuration: Configuration, version: ConfigurationVersion)],
    quote: Quote, now: MarketTime, blockTrades: Int, blockTime: Int64, alpha: Double, settings: ExperimenterSettings
  ) {
    old = Shadow(cloning: incumbent)
    self.candidates = candidates.map { candidate in
      var shadow = Shadow(cloning: incumbent)
      shadow.adopt(candidate.configuration, version: candidate.version)
      return CandidateArm(
        shadow: shadow,
        blocks: AsymptoticConfidenceSequence(alpha: alpha, plannedObservations: settings.mostBlocks),
        betweenTrades: AsymptoticConfidenceSequence(
          alpha: alpha, plannedObservations: settings.harmPlannedTrades))
    }
    self.blockTrades = blockTrades
    self.blockTime = blockTime
    reach = settings.reach(of: incumbent.profile, isClosing: false)
    weekendReach = settings.reach(of: incumbent.profile, isClosing: true)
    blockStart = now.open
    setBounds(quote)
  }

  /// Own closed trades of the old arm.
  var trades: Int { old.trades }

  /// Mean loss of the old arm's losing trades a block, positive.
  var grossLossPerBlock: Double { blocks == 0 ? 0 : old.grossLoss.value / Double(blocks) }

  /// Takes the next quote; `fills` is empty before and after. A quiet quote costs a few comparisons an arm.
  mutating func step(_ quote: Quote, gate: inout ShadowGate, fills: inout [Fill], now: MarketTime) -> Progress {
    let before = old.trades
    let oldFilled = old.step(quote, gate: &gate, fills: &fills)
    let isTrade = old.trades > before
    for index in candidates.indices {
      let filled = candidates[index].shadow.step(quote, gate: &gate, fills: &fills)
      if filled || oldFilled { settle(index, old.result(at: quote), quote, isTrade: isTrade) }
    }
    guard isTrade else { return .nothing }
    let result = old.result(at: quote)
    oldDrawdown.see(result)
    return endBlock(result, now) ? .block : .trade
  }

  /// Both arms follow a change that is not what they are compared for.
  mutating func adopt(
    _ parameter: Parameter, _ value: ParameterValue, version: ConfigurationVersion, quote: Quote
  ) {
    settleAll(quote)
    if let next = old.engine.configuration.replacing(parameter, with: value) { old.adopt(next, version: version) }
    for index in candidates.indices {
      guard let next = candidates[index].shadow.engine.configuration.replacing(parameter, with: value) else { continue }
      candidates[index].shadow.adopt(next, version: version)
    }
    setBounds(quote)
  }

  /// The emergency stop closes the shadows' positions as it closes the bot's.
  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    old.flatten(at: quote, fills: &fills)
    for index in candidates.indices { candidates[index].shadow.flatten(at: quote, fills: &fills) }
    settleAll(quote)
  }

  /// Says before the week closes that the price may open anywhere after it.
  mutating func close(_ isClosing: Bool, quote: Quote) {
    guard isClosing != self.isClosing else { return }
    self.isClosing = isClosing
    settleAll(quote)
  }

  private mutating func settleAll(_ quote: Quote) {
    let result = old.result(at: quote)
    for index in candidates.indices { settle(index, result, quote, isTrade: false) }
  }

  private mutating func settle(_ index: Int, _ result: Money, _ quote: Quote, isTrade: Bool) {
    candidates[index].settle(oldResult: result, quote: quote, isTrade: isTrade)
    candidates[index].setBounds(beside: old.engine, quote: quote, reach: isClosing ? weekendReach : reach)
  }

  private mutating func setBounds(_ quote: Quote) {
    for index in candidates.indices {
      candidates[index].setBounds(beside: old.engine, quote: quote, reach: isClosing ? weekendReach : reach)
    }
  }

  private mutating func endBlock(_ result: Money, _ now: MarketTime) -> Bool {
    guard old.trades - tradesAtBlock >= blockTrades, now.open - blockStart >= blockTime else { return false }
    for index in candidates.indices { candidates[index].endBlock(oldBlock: result - oldAtBlock) }
    blocks += 1
    tradesAtBlock = old.trades
    blockStart = now.open
    oldAtBlock = result
    return true
  }
}
