import Domain
import GridTrading
import Statistics

/// The live ramp of one change: two versions take turns at opening the bot's trades.
///
/// First the candidate has one turn in four, then every pair of turns has one of each in an order drawn from the seed.
/// A trade belongs to the turn in which it was opened, so positions that were inherited never count. The incumbent's
/// shadow trades through all turns; what it earned in a turn says how good the quotes were, and is the covariate
/// of `LiveComparison`.
struct LiveRamp: Hashable, Sendable, Codable {
  struct Turn: Hashable, Sendable, Codable {
    var isCandidate: Bool
    /// `nil` in the introduction and where the turn was cut short.
    var pair: Int?
    var isOver = false
    var live = TradeSum()
    var reference = TradeSum()
  }

  /// Trades of one turn.
  struct TradeSum: Hashable, Sendable, Codable {
    var profit = Money.zero
    var opened = 0
    var closed = 0

    var isSettled: Bool { opened == closed }
  }

  /// An open trade and the turn that opened it.
  private struct OwnedTrade: Hashable, Sendable, Codable {
    var trade: TradeID
    var turn: Int
  }

  enum Progress: Hashable, Sendable {
    case nothing
    /// A turn has ended and the next one is wanted.
    case turn
    /// All turns have been taken.
    case complete
  }

  let change: ChangeID
  let incumbent: ConfigurationApplied
  let candidate: ConfigurationVersion
  private(set) var turns: [Turn]
  /// The last turn that the trader has put in force.
  private(set) var confirmed = 0
  /// The pairs of which every trade has been closed.
  private(set) var pairs: [LivePair] = []
  private let alpha: Double
  private var reference: GridEngine
  private var random: SplitMix64
  /// The other half of the pair that has begun.
  private var second: Bool?
  private var begunPairs = 0
  private var countedPairs: [Int] = []
  private var liveTrades: [OwnedTrade] = []
  private var referenceTrades: [OwnedTrade] = []
  private let turnTrades: Int
  private let introduction: Int
  private let leastPairs: Int

  /// - Parameters:
  ///   - shadow: the incumbent's, at the moment of the change.
  ///   - incumbent: what was in force before it.
  init(
    change: ChangeID, incumbent: ConfigurationApplied, candidate: ConfigurationVersion, shadow: GridEngine,
    seed: Int64, settings: ExperimenterSettings
  ) {
    self.change = change
    self.incumbent = incumbent
    self.candidate = candidate
    reference = shadow
    reference.adopt(incumbent.configuration, version: incumbent.version)
    random = SplitMix64(seed: UInt64(bitPattern: seed))
    turns = [Turn(isCandidate: true, pair: nil)]
    turnTrades = settings.rampTurnTrades
    introduction = settings.rampIntroduction
    leastPairs = settings.rampPairs
    alpha = settings.alpha
  }

  var isCandidate: Bool { turns[turns.count - 1].isCandidate }

  /// Whether the pairs alone show that the candidate costs money.
  var isHarmful: Bool { pairs.count >= leastPairs && (evidence.upperBound.map { $0 < 0 } ?? false) }

  /// The trader has put a turn in force.
  mutating func confirm(_ turn: Int) {
    confirmed = max(confirmed, min(turn, turns.count - 1))
  }

  // MARK: Trades

  mutating func botOpened(_ trade: OpenTrade) {
    let owner = turns[confirmed].isCandidate ? candidate : incumbent.version
    guard trade.version == owner else { return }
    liveTrades.append(OwnedTrade(trade: trade.id, turn: confirmed))
    turns[confirmed].live.opened += 1
  }

  mutating func botClosed(_ trade: ClosedTrade) {
    guard let index = liveTrades.firstIndex(where: { $0.trade == trade.trade.id }) else { return }
    let turn = liveTrades.remove(at: index).turn
    turns[turn].live.closed += 1
    turns[turn].live.profit = turns[turn].live.profit + trade.profit
  }

  /// Takes the next quote; `fills` is empty before and after.
  mutating func step(_ quote: Quote, gate: inout ShadowGate, fills: inout [Fill]) -> Progress {
    reference.step(quote, gate: &gate, fills: &fills)
    guard !fills.isEmpty else { return .nothing }
    book(&fills)
    guard confirmed == turns.count - 1, turns[confirmed].reference.closed >= turnTrades else { return .nothing }
    turns[confirmed].isOver = true
    count()
    if second == nil, turns.count >= introduction, pairs.count >= leastPairs { return .complete }
    take(next())
    return .turn
  }

  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    reference.closeAll(at: quote, reason: .flattened, fills: &fills)
    book(&fills)
  }

  private mutating func book(_ fills: inout [Fill]) {
    for fill in fills {
      switch fill {
      case .opened(let trade):
        referenceTrades.append(OwnedTrade(trade: trade.id, turn: confirmed))
        turns[confirmed].reference.opened += 1
      case .closed(let trade):
        guard let index = referenceTrades.firstIndex(where: { $0.trade == trade.trade.id }) else { continue }
        let turn = referenceTrades.remove(at: index).turn
        turns[turn].reference.closed += 1
        turns[turn].reference.profit = turns[turn].reference.profit + trade.profit
      case .skipped: break
      }
    }
    fills.removeAll(keepingCapacity: true)
  }

  // MARK: Turns

  /// The candidate is taken back at once and its pair starts again, as after a restart of this process.
  ///
  /// - Returns: whether the candidate was in force, so that there is something to take back.
  mutating func interrupt() -> Bool {
    guard isCandidate else { return false }
    if let pair = turns[turns.count - 1].pair {
      for index in turns.indices where turns[index].pair == pair { turns[index].pair = nil }
    }
    second = nil
    turns[turns.count - 1].isOver = true
    take(Turn(isCandidate: false, pair: nil))
    return true
  }

  /// After the last turn the candidate stays.
  mutating func finish() {
    take(Turn(isCandidate: true, pair: nil))
  }

  private mutating func take(_ turn: Turn) {
    turns.append(turn)
  }

  private mutating func next() -> Turn {
    guard turns.count >= introduction else { return Turn(isCandidate: false, pair: nil) }
    if let half = second {
      second = nil
      return Turn(isCandidate: half, pair: begunPairs)
    }
    let first = random.next() & 1 == 0
    begunPairs += 1
    second = !first
    return Turn(isCandidate: first, pair: begunPairs)
  }

  /// Counts the pairs that lie behind and of which every trade has been closed since the last look.
  private mutating func count() {
    guard begunPairs > 0 else { return }
    for pair in 1...begunPairs where !countedPairs.contains(pair) {
      let halves = turns[..<confirmed].filter { $0.pair == pair }
      guard halves.count == 2, halves.allSatisfy({ $0.isOver && $0.live.isSettled && $0.reference.isSettled })
      else { continue }
      countedPairs.append(pair)
      let blocks = halves.sorted { $0.isCandidate && !$1.isCandidate }.map { half in
        LiveBlock(result: half.live.profit.value, incumbentShadow: half.reference.profit.value)
      }
      pairs.append(LivePair(candidate: blocks[0], incumbent: blocks[1]))
    }
  }

  private var evidence: AsymptoticConfidenceSequence {
    LiveComparison(pairs).confidenceSequence(alpha: alpha, plannedPairs: leastPairs)
  }

  var report: LiveRampReport {
    let evidence = evidence
    return LiveRampReport(
      change: change, turn: turns.count - 1, isCandidate: isCandidate, planned: introduction + 2 * leastPairs,
      pairs: pairs.count, meanPerPair: evidence.mean.map { .value($0) } ?? .undefined,
      lowerBound: evidence.lowerBound.map { .value($0) } ?? .undefined,
      upperBound: evidence.upperBound.map { .value($0) } ?? .undefined)
  }
}
