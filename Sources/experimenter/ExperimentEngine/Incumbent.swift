import Domain
import GridTrading

/// What was in force before the last change.
struct Predecessor: Hashable, Sendable, Codable {
  var change: ChangeID
  var applied: ConfigurationApplied
}

/// The incumbent's shadow: a simulated bot that takes the real one's quotes, follows its configurations and enters when it
/// may. Everything that is compared is cloned from it.
struct Incumbent: Hashable, Sendable, Codable {
  /// What the trader has in force, and the shadow that trades it.
  struct Arm: Hashable, Sendable, Codable {
    fileprivate(set) var applied: ConfigurationApplied
    fileprivate(set) var engine: GridEngine
  }

  /// Another configuration has come into force.
  struct Move {
    let now: ConfigurationApplied
    /// The parameters that differ from before, in the order of all.
    let parameters: [Parameter]
    /// The shadow as it was before.
    let shadow: GridEngine
  }

  private let profile: SymbolProfile
  /// Whether the shadow trades as the bot does.
  private(set) var fidelity = Fidelity()
  private(set) var mayEnter = false
  /// `nil` until the trader has said what is in force.
  private(set) var arm: Arm?
  private(set) var predecessor: Predecessor?
  /// The last quote of the last batch.
  private(set) var lastQuote: Quote?

  init(profile: SymbolProfile) {
    self.profile = profile
  }

  /// The last quote; before the first a stand-in at which nothing is open.
  func presentQuote(at now: MarketTime) -> Quote {
    lastQuote ?? Quote(time: now.utc, bid: Price(points: 0), ask: Price(points: 0), path: .jump)
  }

  // MARK: Quotes

  /// Takes the next quote; `fills` is empty before and after.
  @inline(__always)
  mutating func step(_ quote: Quote, gate: inout ShadowGate, fills: inout [Fill]) {
    arm?.engine.step(quote, gate: &gate, fills: &fills)
    if !fills.isEmpty { book(&fills) }
  }

  mutating func endBatch(at quote: Quote) {
    lastQuote = quote
  }

  /// Closes the positions at the last quote, as a halt closes the bot's.
  /// - Returns: that quote; `nil` where nothing was open.
  mutating func flatten(fills: inout [Fill]) -> Quote? {
    guard let quote = lastQuote, arm?.engine.positions.isEmpty == false else { return nil }
    arm?.engine.closeAll(at: quote, reason: .flattened, fills: &fills)
    book(&fills)
    return quote
  }

  private mutating func book(_ fills: inout [Fill]) {
    for case .closed(let trade) in fills { fidelity.shadowClosed(trade) }
    fills.removeAll(keepingCapacity: true)
  }

  // MARK: The bot

  mutating func botClosed(_ trade: ClosedTrade) {
    fidelity.botClosed(trade)
  }

  mutating func hear(_ level: SafetyLevel) {
    mayEnter = level.allowsEntries
  }

  /// Follows the bot to what the trader says is in force.
  ///
  /// - Returns: `nil` where nothing has moved: with the first configuration, and where the version is the one before
  ///   or, of a repeated acknowledgement, outdated by now.
  mutating func follow(_ now: ConfigurationApplied) -> Move? {
    guard var arm else {
      let engine = GridEngine(profile: profile, configuration: now.configuration, version: now.version)
      self.arm = Arm(applied: now, engine: engine)
      return nil
    }
    let before = arm.applied
    // The same version again: a repeated acknowledgement, or another approval.
    guard now.version != before.version else {
      if now.change == nil { self.arm?.applied = now }
      return nil
    }
    // A duplicate request is acknowledged with the version that it had made, which may be outdated by now.
    if now.change != nil, now.turn == nil, now.version < before.version { return nil }
    if let change = now.change, now.turn == nil { predecessor = Predecessor(change: change, applied: before) }
    let move = Move(
      now: now, parameters: Parameter.allCases.filter { before.configuration[$0] != now.configuration[$0] },
      shadow: arm.engine)
    arm.applied = now
    arm.engine.adopt(now.configuration, version: now.version)
    self.arm = arm
    return move
  }
}
