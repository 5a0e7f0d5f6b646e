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
    let frozen = FrozenRun(series, profile: profile, configuration: configuration, beside: [untouched.openings])
    #expect(frozen.twins[0] == frozen.course)
    #expect(untouched.course == frozen.course)
    #expect(frozen.course.trades > 30)
  }

  @Test func `the twin trades the tuned bot's volume`() throws {
    let (profile, configuration) = (try TestMarket.profile(), try TestMarket.busy())
    let series = try TestMarket.series(minutes: 24_000, seed: 3)
    let tuned = TunedRun(series, profile: profile, configuration: configuration, settings: TestMarket.eager)
    let frozen = FrozenRun(series, profile: profile, configuration: configuration, beside: [tuned.openings])
    #expect(tuned.course.lots < frozen.course.lots)
    let (volume, whole) = (Double(tuned.course.lots), Double(frozen.twins[0].lots))
    #expect(abs(whole - volume) < 0.15 * volume)
  }

  @Test func `a twin follows less volume, and not the hours at which it is traded`() throws {
    let (profile, configuration) = (try TestMarket.profile(), try TestMarket.busy())
    let series = try TestMarket.series(minutes: 24_000, seed: 3)
    let frozen = FrozenRun(series, profile: profile, configuration: configuration)
    // Every second of the frozen bot's trades at twice the lots: the same volume at other times.
    let lumpy = frozen.openings.enumerated().compactMap { place, opening in
      place.isMultiple(of: 2)
        ? nil : TradeOpening(time: opening.time, lots: Lots(hundredths: 2 * opening.lots.hundredths))
    }
    let halved = frozen.openings.map { TradeOpening(time: $0.time, lots: Lots(hundredths: $0.lots.hundredths / 2)) }
    let beside = FrozenRun(series, profile: profile, configuration: configuration, beside: [lumpy, halved])
    let factor = try #require(frozen.course.profitFactor)
    #expect(abs(try #require(beside.twins[0].profitFactor) / factor - 1) < 0.05)
    #expect(beside.twins[1].profitFactor == factor)
    #expect(2 * beside.twins[1].lots == frozen.course.lots)
  }
}
