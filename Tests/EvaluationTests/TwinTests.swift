import Domain
import Evaluation
import GridTrading
import Testing

/// The activity-matched twin.
@Suite struct TwinTests {
  @Test func `the twin of a bot that is not tuned is the frozen bot`() throws {
    let (profile, configuration) = (try TestMarket.profile(), try TestMarket.busy())
    let series = try TestMarket.series(minutes: 6000, seed: 5)
    let untouched = TunedRun(
      series, profile: profile, configuration: configuration, settings: TunerSettings().limitsOnly)
    try #require(untouched.trips.isEmpty)
    let frozen = FrozenRun(series, profile: profile, configuration: configuration, beside: untouched)
    #expect(frozen.twin == frozen.course)
    #expect(untouched.course == frozen.course)
    #expect(frozen.course.trades > 30)
  }

  @Test func `the twin trades the tuned bot's volume`() throws {
    let (profile, configuration) = (try TestMarket.profile(), try TestMarket.busy())
    let series = try TestMarket.series(minutes: 24_000, seed: 3)
    let tuned = TunedRun(series, profile: profile, configuration: configuration, settings: TestMarket.eager)
    let frozen = FrozenRun(series, profile: profile, configuration: configuration, beside: tuned)
    #expect(tuned.course.lots < frozen.course.lots)
    #expect(frozen.twin.lots <= tuned.course.lots)
    // What the tuned bot opened after the frozen bot's last trade is all that may be missing.
    #expect(tuned.course.lots - frozen.twin.lots < 60)
  }
}
