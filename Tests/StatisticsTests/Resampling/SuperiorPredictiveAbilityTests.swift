import Domain
import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct SuperiorPredictiveAbilityTests {
  private static let bootstrap = StationaryBootstrap(meanBlock: 1)

  private func noise(_ series: Int, _ count: Int, _ generator: inout SplitMix64) -> [[Double]] {
    (0..<series).map { _ in (0..<count).map { _ in generator.standardNormal() } }
  }

  @Test func `candidates that are all equal to the benchmark are rarely called superior`() {
    var generator = SplitMix64(seed: 51)
    var rejections = 0
    for _ in 0..<300 {
      let advantages = noise(5, 60, &generator)
      let indices = Self.bootstrap.indices(count: 60, resamples: 150, using: &generator)
      let test = SuperiorPredictiveAbility(advantages: advantages, indices: indices, meanBlock: 1)
      if test.p(.upper) < 0.1 { rejections += 1 }
    }
    // 30 expected, standard deviation 5.
    #expect((10...52).contains(rejections))
  }

  @Test func `the one that is better is found and the others are not`() {
    var generator = SplitMix64(seed: 52)
    var advantages = noise(4, 300, &generator)
    advantages[2] = advantages[2].map { $0 + 0.5 }
    let indices = Self.bootstrap.indices(count: 300, resamples: 500, using: &generator)
    let test = SuperiorPredictiveAbility(advantages: advantages, indices: indices, meanBlock: 1)
    #expect(test.p() == 0)
    #expect(test.superior() == [2])
  }

  @Test func `studentized, the unit of a candidate does not matter`() {
    var generator = SplitMix64(seed: 53)
    let advantages = noise(3, 100, &generator)
    let scaled = [advantages[0], advantages[1].map { $0 * 64 }, advantages[2]]
    let indices = Self.bootstrap.indices(count: 100, resamples: 200, using: &generator)
    let plain = SuperiorPredictiveAbility(advantages: advantages, indices: indices, meanBlock: 1)
    let other = SuperiorPredictiveAbility(advantages: scaled, indices: indices, meanBlock: 1)
    for centring in SuperiorPredictiveAbility.Centring.allCases { #expect(plain.p(centring) == other.p(centring)) }
  }

  @Test func `the three centrings are ordered and losers alone prove nothing`() {
    var generator = SplitMix64(seed: 54)
    var advantages = noise(3, 100, &generator)
    advantages[0] = advantages[0].map { $0 + 0.1 }
    advantages[1] = advantages[1].map { $0 - 2 }
    let indices = Self.bootstrap.indices(count: 100, resamples: 300, using: &generator)
    let test = SuperiorPredictiveAbility(advantages: advantages, indices: indices, meanBlock: 1)
    #expect(test.p(.lower) <= test.p(.consistent) && test.p(.consistent) <= test.p(.upper))
    let losers = SuperiorPredictiveAbility(
      advantages: [advantages[1]], indices: indices, meanBlock: 1)
    #expect(losers.p() == 1)
    #expect(losers.superior().isEmpty)
  }
}
