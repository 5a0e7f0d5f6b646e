import AdaptiveController
import Domain
import Foundation
import Testing

/// Events in random order, some of them answers to what the controller asked for.
private struct RandomWorld {
  var desk: Desk
  var random: SplitMix64
  var raised: [(number: Int64, kind: Alert.Kind, session: TradingSession?)] = []
  var number: Int64 = 0
  var level = SafetyLevel.active
  var asked: [Proposal] = []
  var experiment: (id: Int64, request: ExperimentRequest)?
  var lastExperiment: Int64 = 0

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    desk = Desk()
  }

  mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  /// - Returns: whether a change may be proposed at the end of this minute.
  mutating func step() -> Bool {
    switch pick(40) {
    case 0...1:
      let kinds: [Alert.Kind] = [
        .drawdownAboveExpectation, .winRateFell, .profitFactorBelowTarget, .sessionLosing, .unknownInput, .spreadLimit,
      ]
      let kind = kinds[pick(kinds.count)]
      let session = kind == .sessionLosing ? TradingSession.allCases[pick(4)] : nil
      guard !raised.contains(where: { $0.kind == kind && $0.session == session }) else { break }
      number += 1
      raised.append((number, kind, session))
      desk.alert(number, kind, session: session)
    case 2...4:
      guard !raised.isEmpty else { break }
      let alert = raised.remove(at: pick(raised.count))
      desk.alert(alert.number, alert.kind, .cleared, session: alert.session)
    case 5: set(level: SafetyLevel.allCases[pick(4)])
    case 6...8: set(level: .active)
    case 9...14: answer()
    case 15: desk.utc += Int64(pick(48)) * MarketTime.hour
    case 16...18: continueExperiment()
    default: break
    }
    return level == .active && !raised.contains { $0.kind == .unknownInput }
  }

  mutating func set(level: SafetyLevel) {
    self.level = level
    desk.hear(desk.safety(level))
  }

  mutating func answer() {
    guard !asked.isEmpty else { return }
    let proposal = asked.removeFirst()
    switch pick(4) {
    case 0, 1: desk.answer(proposal, .kept)
    case 2: desk.answer(proposal, .reverted)
    default: desk.answer(proposal, .refused, refusal: .cooldown(parameter: proposal.parameter, remaining: 60_000))
    }
  }

  mutating func continueExperiment() {
    guard let (id, request) = experiment else { return }
    let stages: [ExperimentReport.Stage] = [.pairedShadow, .liveRamp, .promoted, .rejected, .inconclusive]
    let stage = stages[pick(5)]
    if stage.isFinal { experiment = nil }
    let hasWinner = stage == .promoted || stage == .liveRamp
    desk.experiment(id, stage, request.parameter, request.values, winner: hasWinner ? 0 : nil)
  }

  mutating func note(_ effects: [Effect]) {
    asked += effects.proposals
    for request in effects.experiments {
      lastExperiment += 1
      experiment = (lastExperiment, request)
      desk.experiment(lastExperiment, .queued, request.parameter, request.values)
    }
  }
}

@Suite struct RandomWorldTests {
  @Test(arguments: Array(1...20) as [UInt64])
  func `every proposal is legal, and none is made while the bot is not active or inputs are unknown`(seed: UInt64) {
    var world = RandomWorld(seed: seed)
    var proposals = 0
    var ids: Set<String> = []
    for _ in 0..<3000 {
      let mayAct = world.step()
      world.desk.minutes(1)
      let effects = world.desk.takeEffects()
      if !mayAct { #expect(effects.sent.isEmpty) }
      for proposal in effects.proposals {
        #expect(isLegal(proposal, configuration: world.desk.configuration, approved: world.desk.approved))
        proposals += 1
      }
      for request in effects.experiments {
        #expect(!request.values.isEmpty)
        for value in request.values {
          #expect(isWithin(request.parameter, value, drift: true, approved: world.desk.approved))
          #expect(value != world.desk.configuration[request.parameter])
        }
      }
      for id in effects.sent.map(\.id) { #expect(ids.insert(id).inserted) }
      world.note(effects)
    }
    #expect(proposals > 5)
  }

  private func isLegal(_ proposal: Proposal, configuration: Configuration, approved: Configuration) -> Bool {
    guard let changed = configuration.replacing(proposal.parameter, with: proposal.target) else { return false }
    switch proposal.purpose {
    case .lowerRisk:
      // A renewal names the value in force.
      return changed.worstCase <= configuration.worstCase
        && isWithin(proposal.parameter, proposal.target, drift: false, approved: approved)
    case .returnToApproved: return proposal.target == approved[proposal.parameter]
    case .remedy, .promotion:
      return isWithin(proposal.parameter, proposal.target, drift: true, approved: approved)
        && changed.worstCase <= configuration.worstCase
    case .byHand, .rollback, .planted: return false
    }
  }

  private func isWithin(
    _ parameter: Parameter, _ value: ParameterValue, drift: Bool, approved: Configuration
  ) -> Bool {
    guard approved.replacing(parameter, with: value) != nil else { return false }
    guard let rule = profile.rules[parameter] else { return true }
    guard let quanta = value.quanta, let centre = approved[parameter].quanta else { return false }
    return quanta >= rule.lowest && quanta <= rule.highest && (!drift || abs(quanta - centre) * 1000 <= centre * 300)
  }

  @Test(arguments: [31, 32, 33] as [UInt64])
  func `a controller restored at any point decides what the other decides`(seed: UInt64) throws {
    var world = RandomWorld(seed: seed)
    var points = SplitMix64(seed: seed &* 7)
    var decisions = 0
    var twin = world
    for _ in 0..<1500 {
      _ = world.step()
      _ = twin.step()
      if points.next() % 20 == 0 {
        let data = try JSONEncoder().encode(twin.desk.controller)
        twin.desk.controller = try JSONDecoder().decode(AdaptiveController.self, from: data)
      }
      world.desk.minutes(1)
      twin.desk.minutes(1)
      let effects = world.desk.takeEffects()
      #expect(twin.desk.takeEffects() == effects)
      world.note(effects)
      twin.note(effects)
      decisions += effects.decisions.count
    }
    #expect(decisions > 5)
  }
}
