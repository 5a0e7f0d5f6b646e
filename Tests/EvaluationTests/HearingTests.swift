import AdaptiveController
import Domain
import Evaluation
import ExperimentEngine
import Foundation
import LiveOptimizer
import RealTimeMonitor
import ReferenceBot
import Testing

/// What is delivered to a core is read by it, and what it would read is delivered: each kind of event, as it occurs in a
/// run with changes and an experiment, is given to a copy of each core in the state that it had then.
@Suite struct HearingTests {
  /// Delivered without being read, each for a reason.
  private static let ignored: [Role: [EventKind: String]] = [
    .monitor: [.minute: ends], .experimenter: [.minute: ends], .controller: [.minute: ends],
    .optimizer: [.minute: ends],
  ]
  private static let ends = "it ends the minute, which the core is told by `endOfMinute`"

  /// How many of each kind are given to a core that does not hear it.
  private static let most = 60

  /// For each core the kinds that moved it, and those that occurred.
  private struct Readings {
    var moved: [Role: Set<EventKind>] = [:]
    var given: [EventKind: Int] = [:]

    mutating func give(_ event: Event, in stack: LockstepStack) throws {
      given[event.kind, default: 0] += 1
      try note(event, stack.monitor, at: stack.trader.time)
      try note(event, stack.experimenter, at: stack.trader.time)
      try note(event, stack.controller, at: stack.trader.time)
      try note(event, stack.optimizer, at: stack.trader.time)
    }

    private mutating func note<C: Core>(_ event: Event, _ core: C, at time: MarketTime) throws {
      guard moved[C.role]?.contains(event.kind) != true else { return }
      let mayMove = C.hears.contains(event.kind) && HearingTests.ignored[C.role]?[event.kind] == nil
      guard mayMove || given[event.kind, default: 0] <= HearingTests.most else { return }
      var moving = core
      let effects = moving.receive(Input(time: time, content: .event(event)))
      if try !effects.isEmpty || state(moving) != state(core) { moved[C.role, default: []].insert(event.kind) }
    }

    private func state(_ core: some Core) throws -> Data {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return try encoder.encode(core)
    }
  }

  /// A run with an experiment and a change by hand, and what cannot be had in it put in.
  private static func readings() throws -> Readings {
    var readings = Readings()
    var journey = try Journey.narrow()
    var seen = 0
    for minute in 0..<60_000 where journey.stages.last?.isFinal != true {
      if minute == 300 { journey.start(ExperimentJourneyTests.wider) }
      let before = journey.stack
      journey.run(minutes: 1)
      for event in journey.events.dropFirst(seen) {
        try readings.give(event, in: before)
        // What is on its way may be refused.
        guard case .change(let record) = event else { continue }
        let refused = ConfigurationRefused(change: record.id, refusal: .unknownInputs("tested"))
        try readings.give(.configurationRefused(refused), in: journey.stack)
      }
      seen = journey.events.count
    }
    for event in rare { try readings.give(event, in: journey.stack) }
    return readings
  }

  /// What an orderly run does not have.
  private static var rare: [Event] {
    [
      .incident(Incident(kind: .quoteRefused, detail: "tested")),
      .alert(
        Alert(
          number: 1, kind: .drawdownAboveExpectation, phase: .raised, measured: .value(0.4), threshold: 0.2,
          text: "rose"
        )),
      .safety(SafetyReport(level: .frozen, trips: [], flatness: .notRequired)),
    ]
  }

  @Test func `each core reads what it hears, and hears what it reads`() throws {
    let readings = try Self.readings()
    for kind in EventKind.allCases { #expect(readings.given[kind, default: 0] > 0, "\(kind) did not occur") }
    for (role, hears) in [
      (RealTimeMonitor.role, RealTimeMonitor.hears), (ExperimentEngine.role, ExperimentEngine.hears),
      (AdaptiveController.role, AdaptiveController.hears), (LiveOptimizer.role, LiveOptimizer.hears),
    ] {
      let moved = readings.moved[role] ?? []
      for kind in EventKind.allCases {
        let isIgnored = Self.ignored[role]?[kind] != nil
        let reads = moved.contains(kind)
        #expect(
          hears.contains(kind) == (reads || isIgnored), "the \(role) \(reads ? "reads" : "does not read") \(kind)")
        #expect(!isIgnored || !moved.contains(kind), "the \(role) does read \(kind)")
      }
    }
  }

  @Test func `every kind has one speaker, and a topic of its own speaker's`() {
    var speakers: [String: Role] = [:]
    for kind in EventKind.allCases {
      let row = kind.row
      #expect(speakers.updateValue(row.speaker, forKey: row.topicWord) ?? row.speaker == row.speaker)
    }
    #expect(RealTimeMonitor.sources == [.trader])
    #expect(ExperimentEngine.sources == [.trader, .optimizer])
    #expect(AdaptiveController.sources == [.trader, .monitor, .experimenter, .optimizer])
    #expect(LiveOptimizer.sources == [.trader, .experimenter])
  }
}
