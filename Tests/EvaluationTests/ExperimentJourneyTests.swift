import Domain
import Evaluation
import Foundation
import ReferenceBot
import Testing

/// Experiments from a person's request to their end, through all five cores.
@Suite struct ExperimentJourneyTests {
  static let wider = [[ParameterSetting(.gridSpacing, .pips(Pips(15.6)))]]

  /// A journey with the experiment under way, run until `isDone`.
  static func begun(
    _ journey: Journey, until isDone: (ExperimentReport) -> Bool = { $0.stage.isFinal }
  ) -> Journey {
    var journey = journey
    journey.run(minutes: 500)
    journey.start(wider)
    journey.run(minutes: 60_000, until: isDone)
    return journey
  }

  static func isInCandidateTurn(_ report: ExperimentReport) -> Bool {
    guard report.stage == .liveRamp, let ramp = report.ramp else { return false }
    return ramp.turn > 5 && ramp.isCandidate
  }

  @Test func `a planted better arm is proven, ramped, raised step by step and kept`() throws {
    let journey = Self.begun(try Journey.narrow())
    #expect(journey.stages == [.queued, .pairedShadow, .liveRamp, .fullLive, .promoted], "\(journey.told)")

    // Turns: one candidate in four, then one of each in every pair, in an order that is not always the same.
    let turns = journey.turns
    #expect(turns.prefix(4).map(\.isCandidate) == [true, false, false, false])
    let pairs = stride(from: 4, to: turns.count - 2, by: 2).map { (turns[$0].isCandidate, turns[$0 + 1].isCandidate) }
    #expect(pairs.count >= 8)
    #expect(pairs.allSatisfy { $0.0 != $0.1 })
    #expect(Set(pairs.map(\.0)) == [true, false])

    // The ramp is one change with two versions; what follows goes up in legal steps to the endpoint.
    let promotions = journey.changes.filter { $0.purpose == .promotion }
    #expect(promotions.map(\.ramp) == [ExperimentID(1), nil, nil])
    #expect(promotions.map(\.to) == [.pips(Pips(13.2)), .pips(Pips(14.5)), .pips(Pips(15.6))], "\(journey.told)")
    #expect(promotions.allSatisfy { $0.stage == .kept })
    #expect(journey.stack.trader.ledger.configuration.gridSpacing == Pips(15.6))
    #expect(Set(journey.applied.filter { $0.turn != nil }.map(\.version)).count == 2)
    #expect(journey.incidents.isEmpty)
  }

  @Test func `a ramp that a person ends goes back to the incumbent and stays there`() throws {
    var journey = Self.begun(try Journey.narrow(), until: Self.isInCandidateTurn)
    journey.run(minutes: 2)
    #expect(journey.stack.trader.ledger.configuration.gridSpacing == Pips(13.2))
    journey.cancel(ExperimentID(1))
    journey.run(minutes: 2000)
    #expect(journey.stages.last == .cancelled)
    #expect(journey.stack.trader.ledger.configuration.gridSpacing == Pips(12.0), "\(journey.told)")
    #expect(journey.changes.map(\.purpose) == [.promotion, .rollback])
    #expect(journey.changes.map(\.stage) == [.inconclusive, .kept])
  }

  @Test func `1: an experimenter that dies in the candidate's turn takes it back once and goes on`() throws {
    var journey = Self.begun(try Journey.narrow(), until: Self.isInCandidateTurn)
    journey.run(minutes: 2)
    let turn = try #require(journey.turns.last?.turn)
    journey.restart(.experimenter)
    journey.run(minutes: 2)
    #expect(journey.turns.last?.turn == turn + 1 && journey.turns.last?.isCandidate == false)
    #expect(journey.stack.trader.ledger.configuration.gridSpacing == Pips(12.0))
    // Again, with the incumbent in force: there is nothing to take back.
    let said = journey.reports.count
    journey.restart(.experimenter)
    #expect(journey.reports.count == said)
    journey.run(minutes: 60_000) { $0.stage.isFinal }
    #expect(journey.stages.last == .promoted, "\(journey.told)")
    #expect(journey.changes.filter { $0.purpose == .rollback }.isEmpty)
  }

  @Test func `a stack restored at any minute comes to the same verdict by the same way`() throws {
    let straight = Self.begun(try Journey.narrow())
    var random = SplitMix64(seed: 77)
    var resumed = try Journey.narrow()
    resumed.run(minutes: 500)
    resumed.start(Self.wider)
    while resumed.reports.last?.stage.isFinal != true {
      resumed.stack = try JSONDecoder().decode(LockstepStack.self, from: JSONEncoder().encode(resumed.stack))
      resumed.run(minutes: Int.random(in: 1...600, using: &random)) { $0.stage.isFinal }
    }
    #expect(resumed.told == straight.told)
    #expect(straight.stages.last == .promoted)
  }

  @Test func `arms that do the same are never promoted`() throws {
    var journey = try Journey.narrow(seed: 9)
    journey.run(minutes: 500)
    // Without a filter nothing looks at the timeframe.
    journey.start([[ParameterSetting(.timeframe, .timeframe(.m30))]])
    journey.run(minutes: 30_000) { $0.stage.isFinal }
    #expect(journey.stages.last == .inconclusive, "\(journey.told)")
    #expect(journey.changes.isEmpty)
  }

  @Test func `a candidate of several parameters is promoted as a whole`() throws {
    var journey = try Journey.narrow()
    journey.run(minutes: 500)
    journey.start([
      [ParameterSetting(.gridSpacing, .pips(Pips(15.6))), ParameterSetting(.takeProfit, .pips(Pips(22)))]
    ])
    journey.run(minutes: 60_000) { $0.stage.isFinal }
    #expect(journey.stages.last == .promoted, "\(journey.told)")
    let configuration = journey.stack.trader.ledger.configuration
    #expect(configuration.gridSpacing == Pips(15.6) && configuration.takeProfit == Pips(22.0))
    #expect(journey.changes.filter { $0.ramp != nil }.count == 1)
  }
}
