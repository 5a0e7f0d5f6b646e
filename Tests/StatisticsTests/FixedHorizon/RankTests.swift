import Domain
import Testing

@testable import ReferenceStatistics

struct RankTests {
  @Test func `ties share the average of their ranks`() {
    let ranks = Ranks([3, 1, 3, 2, 3])
    #expect(ranks.values == [4, 1, 4, 2, 4])
    #expect(ranks.tieTerm == 24)
  }

  @Test(arguments: 1...4, 1...4)
  func `the exact law of U is that of all orderings`(m: Int, n: Int) {
    var counts = [Double](repeating: 0, count: m * n + 1)
    var total = 0.0
    for mask in 0..<(1 << (m + n)) where mask.nonzeroBitCount == m {
      var u = 0
      for i in 0..<(m + n) where mask >> i & 1 == 1 {
        for j in 0..<i where mask >> j & 1 == 0 { u += 1 }
      }
      counts[u] += 1
      total += 1
    }
    let law = MannWhitneyTest.nullDistribution(m, n)
    for u in counts.indices { #expect(abs(law[u] - counts[u] / total) < 1e-15) }
  }

  @Test func `exact and asymptotic p agree on larger samples`() throws {
    var generator = SplitMix64(seed: 21)
    let x = (0..<40).map { _ in generator.standardNormal() + 0.3 }
    let y = (0..<35).map { _ in generator.standardNormal() }
    let test = try #require(MannWhitneyTest(treatment: x, control: y))
    #expect(abs(test.exactP() - test.asymptoticP()) < 0.005)
  }

  @Test func `the shift between a sample and its moved copy is the move`() throws {
    let values = [1.0, 4, 9, 16, 25.5]
    let shift = try #require(HodgesLehmann.shift(treatment: values.map { $0 + 3 }, control: values))
    #expect(shift == 3)
  }

  @Test func `the sign of the differences does not change the signed-rank p`() throws {
    let differences = [0.3, -1.2, 0, 2.5, 0.3, -0.7]
    let plain = try #require(WilcoxonSignedRank(differences))
    let mirrored = try #require(WilcoxonSignedRank(differences.map { -$0 }))
    #expect(plain.positiveRankSum == mirrored.negativeRankSum)
    #expect(plain.asymptoticP == mirrored.asymptoticP)
    #expect(WilcoxonSignedRank([0, 0]) == nil)
  }

  @Test func `Fisher's two-sided p is the sum over equally or less probable tables`() {
    // Margins 4, 4, 4: tables 0…4 have 1, 16, 36, 16, 1 of 70 arrangements.
    let expected = [2.0 / 70, 34.0 / 70, 1, 34.0 / 70, 2.0 / 70]
    for first in 0...4 {
      let test = FisherExactTest(TwoByTwoTable(first, 4 - first, 4 - first, first))
      #expect(abs(test.twoSidedP - expected[first]) < 1e-14)
    }
  }

  @Test(arguments: [5, 20, 33, 90])
  func `Kolmogorov's law falls from one to zero without a step`(count: Int) {
    var previous = 1.0
    for step in 1..<100 {
      let p = KolmogorovDistribution.survival(Double(step) / 100, count: count)
      #expect(p <= previous + 1e-12 && p >= 0)
      #expect(previous - p < 0.2)
      previous = p
    }
    // Both formulas describe the same law where one takes over from the other.
    let edge = 2 / Double(count).squareRoot()
    let below = KolmogorovDistribution.survival(edge * (1 - 1e-9), count: count)
    let above = KolmogorovDistribution.survival(edge * (1 + 1e-9), count: count)
    #expect(abs(below - above) < 1e-7 * above)
  }
}
