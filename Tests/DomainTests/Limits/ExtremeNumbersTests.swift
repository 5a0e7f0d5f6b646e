import Domain
import Testing

struct ExtremeNumbersTests {
  @Test(arguments: [
    (Int32.min, "-214748364.8", "-21474836.48"), (.max, "214748364.7", "21474836.47"), (-5, "-0.5", "-0.05"),
    (0, "0", "0.00"), (-10, "-1", "-0.10"), (220, "22", "2.20"),
  ])
  func `distances and volumes are written out to the last number`(number: Int32, pips: String, lots: String) {
    #expect(Pips(tenths: number).description == pips)
    #expect(Lots(hundredths: number).description == lots)
  }

  @Test func `a number that is none, or too large, becomes the nearest that there is`() {
    #expect(Int64(saturating: .nan) == 0)
    #expect(Int64(saturating: .infinity) == .max)
    #expect(Int64(saturating: -1e300) == .min)
    #expect(Int32(saturating: 3e9) == .max)
    #expect(Int(saturating: -1.9) == -1)
    #expect(Pips(.nan).tenths == 0)
  }

  @Test func `the worst case of an absurd configuration is the highest there is`() {
    let absurd = Configuration(
      gridSpacing: Pips(tenths: 1), takeProfit: Pips(tenths: 1), stopLoss: Pips(tenths: .max),
      lotSize: Lots(hundredths: .max), maxPositions: .max, maxSpread: Pips(tenths: 1))
    #expect(absurd.worstCase == .max)
  }
}
