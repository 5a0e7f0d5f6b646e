import Domain
import Testing

@testable import Evaluation

@Suite struct CalibrationTests {
  private func points(_ confidence: Double, better: Int, of count: Int) -> [Calibration.Point] {
    (0..<count).map { Calibration.Point(change: ChangeID(Int64($0)), confidence: confidence, wasBetter: $0 < better) }
  }

  @Test func `bands count what came true of what was said`() throws {
    let calibration = Calibration(
      points(0.9, better: 9, of: 10) + points(0.1, better: 5, of: 10) + points(1, better: 1, of: 1))
    #expect(calibration.bands.map(\.count) == [10, 11])
    #expect(calibration.bands.map(\.better) == [5, 10])
    let interval = try #require(calibration.bands[0].interval)
    #expect(interval.lower < 0.5 && 0.5 < interval.upper)
    // (9 × 0.01 + 0.81 + 5 × 0.81 + 5 × 0.01 + 0) / 21
    #expect(abs(try #require(calibration.brierScore) - 5.0 / 21) < 1e-12)
  }

  @Test func `equal bets are no confidence, and a won one nearly certainty`() {
    var report = MeasurementReport(
      change: ChangeID(1), version: .first, finding: .open, blocks: 0, trades: 0, difference: .zero,
      meanPerBlock: .undefined, lowerBound: .undefined, upperBound: .undefined, logHarm: -1, logGain: -1, margin: 0)
    #expect(Calibration.confidence(report) == 0.5)
    report.logGain = 4
    #expect(Calibration.confidence(report) > 0.99)
    report.logHarm = 900
    #expect(Calibration.confidence(report) >= 0 && Calibration.confidence(report) < 1e-300)
  }
}
