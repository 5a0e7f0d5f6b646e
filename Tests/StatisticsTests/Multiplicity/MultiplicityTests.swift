import Domain
import RealModule
import Testing

@testable import ReferenceStatistics
@testable import Statistics

struct MultiplicityTests {
  private func families(seed: UInt64, largest: Int = 6) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<200).map { index in
      (0..<(1 + index % largest)).map { _ in
        // Ties and exact zeros and ones belong to the domain.
        let p = generator.nextUnit() * generator.nextUnit()
        return index % 7 == 0 ? (p * 5).rounded() / 5 : p
      }
    }
  }

  @Test func `Hommel is the closed test of Simes`() {
    for p in families(seed: 71) {
      let adjusted = Hommel.adjusted(p)
      for target in p.indices {
        // The largest Simes p over all intersections that hold the hypothesis.
        var closed = 0.0
        for mask in 1..<(1 << p.count) where mask >> target & 1 == 1 {
          let members = p.indices.filter { mask >> $0 & 1 == 1 }.map { p[$0] }.sorted()
          let simes = members.indices.map { members[$0] * Double(members.count) / Double($0 + 1) }.min() ?? 1
          closed = max(closed, min(1, simes))
        }
        #expect(abs(adjusted[target] - closed) < 1e-14, "\(p)")
      }
    }
  }

  @Test func `better procedures never adjust upwards`() {
    for p in families(seed: 72) {
      let ordered = [
        BenjaminiHochberg.adjusted(p), Hommel.adjusted(p), Hochberg.adjusted(p), Holm.adjusted(p),
        Bonferroni.adjusted(p),
      ]
      for (better, worse) in zip(ordered, ordered.dropFirst()) {
        for (small, large) in zip(better, worse) { #expect(small <= large + 1e-14) }
      }
      for (small, large) in zip(Sidak.adjusted(p), Bonferroni.adjusted(p)) { #expect(small <= large + 1e-14) }
      for (small, large) in zip(p, BenjaminiHochberg.adjusted(p)) { #expect(small <= large + 1e-14) }
    }
  }

  @Test func `the order of the hypotheses does not matter`() {
    let methods: [([Double]) -> [Double]] = [
      Holm.adjusted, Holm.sidakAdjusted, Hochberg.adjusted, Hommel.adjusted, BenjaminiHochberg.adjusted,
      BenjaminiYekutieli.adjusted,
    ]
    for p in families(seed: 73) {
      for method in methods { #expect(method(p.reversed()) == method(p).reversed()) }
    }
    for method in methods { #expect(method([]).isEmpty) }
  }

  @Test func `the e-value procedure is Benjamini and Hochberg on the reciprocals`() {
    var generator = SplitMix64(seed: 74)
    for _ in 0..<300 {
      let e = (0..<8).map { _ in 1 / (0.001 + generator.nextUnit() * generator.nextUnit()) }
      let adjusted = BenjaminiHochberg.adjusted(e.map { 1 / $0 })
      #expect(EBH.rejected(e, alpha: 0.1) == adjusted.indices.filter { adjusted[$0] <= 0.1 })
    }
    #expect(EBH.rejected([], alpha: 0.1).isEmpty)
  }

  @Test func `dry experiments raise the e-value that is asked for`() {
    var procedure = ELond(alpha: 0.1)
    var thresholds: [Double] = []
    for _ in 0..<3 {
      thresholds.append(procedure.nextThreshold)
      _ = procedure.test(eValue: 1)
    }
    for (threshold, expected) in zip(thresholds, [20.0, 60, 120]) { #expect(abs(threshold - expected) < 1e-9) }
    procedure.record(rejected: true)
    #expect(abs(procedure.nextLevel - 0.1 * 2 / 30) < 1e-15)
    #expect(procedure.tested == 4 && procedure.rejected == 1)
  }

  @Test func `levels without a discovery never add up to more than the level`() {
    var online = ELond(alpha: 0.1)
    var lord = LordPlusPlus(alpha: 0.1)
    var (spent, wealth) = (0.0, 0.0)
    for _ in 0..<1000 {
      spent += online.nextLevel
      wealth += lord.nextLevel
      online.record(rejected: false)
      _ = lord.test(p: 1)
    }
    #expect(spent < 0.1 && spent > 0.0998)
    #expect(wealth < lord.initialWealth && wealth > 0.25 * lord.initialWealth)
    #expect(online.rejected == 0 && lord.rejections.isEmpty)
  }

  @Test func `LORD earns back level with each discovery`() {
    var lord = LordPlusPlus(alpha: 0.1)
    _ = lord.test(p: 1)
    let poor = lord.nextLevel
    var lucky = LordPlusPlus(alpha: 0.1)
    let discovered = lucky.test(p: 0)
    #expect(discovered)
    #expect(lucky.nextLevel > poor)
    // The weights sum to one: slowly, their first thousand to 0.3.
    let sum = (1...1000).reduce(0) { $0 + LordPlusPlus.weight($1) }
    #expect(sum > 0.25 && sum < 1)
  }

  @Test func `online discoveries of pure noise stay rare`() {
    var generator = SplitMix64(seed: 75)
    var quartersWithFalseDiscovery = 0
    for _ in 0..<1000 {
      var lord = LordPlusPlus(alpha: 0.1)
      var found = false
      for _ in 0..<40 where lord.test(p: generator.nextUnit()) { found = true }
      if found { quartersWithFalseDiscovery += 1 }
    }
    // With nothing to find, the false discovery rate is the chance of any rejection: at most one in ten.
    #expect(quartersWithFalseDiscovery < 125 && quartersWithFalseDiscovery > 5)
  }

  @Test func `the primary metric and the rest share one level`() {
    let levels = PreferentialBonferroni(alpha: 0.05, share: 0.8, arms: 3, metrics: 5)
    #expect(abs(3 * (levels.primary + 4 * levels.other) - 0.05) < 1e-15)
    let alone = PreferentialBonferroni(alpha: 0.05, share: 0.8, arms: 2, metrics: 1)
    #expect(alone.primary == 0.025 && alone.other == 0)
  }
}
