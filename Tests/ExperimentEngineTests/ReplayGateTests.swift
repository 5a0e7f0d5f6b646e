import Domain
import ExperimentEngine
import Testing

struct ReplayGateTests {
  private let settings = ExperimenterSettings()

  /// Days of an incumbent and others, each with a mean advantage over it, in standard deviations of that advantage.
  private func days(_ count: Int, advantages: [Double], seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    func noise() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) } }
    return (0..<count).map { _ in
      let incumbent = 20 * noise()
      return [incumbent] + advantages.map { incumbent + 10 * ($0 + noise()) }
    }
  }

  private func verdict(_ rows: [[Double]], candidates: Int, trades: Int = 1000) -> ReplayGate.Verdict {
    ReplayGate.verdict(ReplayGate.evidence(rows, candidates: candidates, trades: trades, quotes: "quotes"), settings)
  }

  @Test func `an advantage that lasts goes on, and of two candidates only the one that has it`() {
    guard case .passed(let places, let story) = verdict(days(250, advantages: [0, 0.8], seed: 1), candidates: 2) else {
      Issue.record("it did not pass")
      return
    }
    #expect(places == [1])
    #expect(story.contains("250 days") && story.contains("over 2 trials"))
  }

  @Test func `luck does not go on, however many are tried`() {
    for tried in [1, 4, 20] {
      let passed = (1...100 as ClosedRange<UInt64>).count { seed in
        let rows = days(250, advantages: Array(repeating: 0, count: tried), seed: seed)
        if case .passed = verdict(rows, candidates: min(4, tried)) { return true }
        return false
      }
      // At 0.95 five of a hundred would pass by the deflated ratio alone, for a single trial.
      #expect(passed <= 8, "\(tried) tried, \(passed) passed")
    }
  }

  @Test func `what was tried before makes the same advantage worth less`() throws {
    let alone = days(250, advantages: [0.15], seed: 3)
    let many = days(250, advantages: Array(repeating: 0, count: 30), seed: 4)
    let both = zip(alone, many).map { own, others in
      own + others.dropFirst().map { (value: Double) -> Double in own[0] + value - others[0] }
    }
    func deflated(_ rows: [[Double]]) -> Double? {
      ReplayGate.evidence(rows, candidates: 1, trades: 1000, quotes: "").deflatedSharpe[0].known
    }
    let (first, last) = (try #require(deflated(alone)), try #require(deflated(both)))
    #expect(first > settings.replayDeflatedSharpe)
    #expect(last < settings.replayDeflatedSharpe)
  }

  @Test func `too few quotes say nothing, and neither does a candidate that trades as the incumbent`() {
    for (rows, trades) in [(days(250, advantages: [1], seed: 5), 99), (days(15, advantages: [1], seed: 5), 1000)] {
      guard case .inconclusive = verdict(rows, candidates: 1, trades: trades) else {
        Issue.record("\(rows.count) days and \(trades) trades were enough")
        continue
      }
    }
    let same = days(250, advantages: [0], seed: 6).map { [$0[0], $0[0]] }
    guard case .rejected(let reason) = verdict(same, candidates: 1) else {
      Issue.record("no difference is no advantage")
      return
    }
    #expect(reason.contains("undefined"))
  }

  private func evidence(_ deflated: [Double]) -> ReplayEvidence {
    ReplayEvidence(
      deflatedSharpe: deflated.map { .value($0) }, overfitting: .value(0.1), walkForward: .value(1), trials: 7,
      days: 100, trades: 1000, quotes: "quotes")
  }

  private func ask(_ bot: inout Bot, _ values: [Int32], _ replay: ReplayEvidence?) -> Refusal? {
    let candidates = values.map { [ParameterSetting(.gridSpacing, .pips(Pips(tenths: $0)))] }
    return bot.command(
      .startExperiment(ExperimentRequest(hypothesis: "wider", candidates: candidates, priority: 0, replay: replay)))
  }

  @Test func `a candidate that fails is registered and ended, and the next experiment runs`() throws {
    var bot = Bot(seed: 1)
    #expect(ask(&bot, [240], evidence([0.5])) == nil)
    #expect(bot.experiments.map(\.stage) == [.queued, .rejected])
    #expect(bot.experiments.last?.conclusion.contains("over 7 trials") == true)
    #expect(ask(&bot, [240], evidence([0.99])) == nil)
    let running = try #require(bot.experiments.last)
    #expect(running.stage == .pairedShadow && running.id == ExperimentID(2))
    #expect(running.candidates[0].deflatedSharpe == .value(0.99))
    #expect(running.story.count == 1)
    // A rejection by replay has cost no level.
    #expect(running.level == 0.05, "the first of a quarter")
  }

  @Test func `only what passed goes on to the shadows`() throws {
    var bot = Bot(seed: 1)
    #expect(ask(&bot, [160, 240], evidence([0.2, 0.97])) == nil)
    #expect(bot.experiments.first?.candidates.count == 2)
    let running = try #require(bot.experiments.last)
    #expect(running.stage == .pairedShadow)
    #expect(running.candidates.map(\.value) == [.pips(Pips(tenths: 240))])
    #expect(ask(&bot, [160, 240], evidence([0.2])) != nil, "it speaks of one candidate of two")
  }
}
