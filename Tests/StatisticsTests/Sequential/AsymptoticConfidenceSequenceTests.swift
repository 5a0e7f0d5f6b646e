import Domain
import Foundation
import Testing

@testable import Statistics

struct AsymptoticConfidenceSequenceTests {
  @Test func `nothing is known below two observations`() {
    var sequence = AsymptoticConfidenceSequence(alpha: 0.05, plannedObservations: 40)
    #expect(sequence.mean == nil && sequence.lowerBound == nil && sequence.interval == nil && sequence.pValue == nil)
    sequence.observe(3)
    #expect(sequence.mean == 3)
    #expect(sequence.lowerBound == nil && sequence.upperBound == nil && sequence.interval == nil)
    sequence.observe(4)
    #expect(sequence.lowerBound != nil && sequence.upperBound != nil && sequence.interval != nil)
  }

  @Test func `equal observations prove nothing`() {
    var sequence = AsymptoticConfidenceSequence(alpha: 0.05, plannedObservations: 40)
    for _ in 0..<50 { sequence.observe(1) }
    #expect(sequence.mean == 1)
    #expect(sequence.lowerBound == nil && sequence.interval == nil && sequence.logEValue == nil)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e308])
  func `a value that is not finite makes every bound unknown for ever`(poison: Double) {
    var sequence = AsymptoticConfidenceSequence(alpha: 0.05, plannedObservations: 40)
    for value in [1.0, 2, 3, poison, 2, 1] { sequence.observe(value) }
    #expect(sequence.isVoid)
    #expect(sequence.mean == nil && sequence.lowerBound == nil && sequence.upperBound == nil)
  }

  @Test func `a one-sided bound lies inside the two-sided interval`() throws {
    var random = SplitMix64(seed: 1)
    var sequence = AsymptoticConfidenceSequence(alpha: 0.05, plannedObservations: 40)
    for _ in 0..<2 { sequence.observe(random.standardNormal()) }
    for _ in 0..<200 {
      sequence.observe(random.standardNormal())
      let interval = try #require(sequence.interval)
      let (lower, upper) = try (#require(sequence.lowerBound), #require(sequence.upperBound))
      let mean = try #require(sequence.mean)
      #expect(interval.lowerBound < lower && lower < mean && mean < upper && upper < interval.upperBound)
    }
  }

  @Test func `the interval excludes zero exactly when the evidence reaches one over alpha`() throws {
    var random = SplitMix64(seed: 2)
    var sequence = AsymptoticConfidenceSequence(alpha: 0.05, plannedObservations: 60)
    var excluded = 0
    for _ in 0..<200 {
      sequence.observe(random.standardNormal() + 0.4)
      guard let interval = sequence.interval, let pValue = sequence.pValue else { continue }
      #expect(interval.contains(0) == (pValue > 0.05))
      if !interval.contains(0) { excluded += 1 }
    }
    #expect(excluded > 0 && excluded < 199)
  }

  @Test func `from the planned count on a smaller error rate gives a wider interval`() {
    for count in [60, 200, 1000] {
      let widths = [0.2, 0.05, 0.01, 0.001].map {
        AsymptoticBoundary(alpha: $0, plannedObservations: 60).oneSidedHalfWidth(variance: 4, count: count)
      }
      #expect(widths == widths.sorted() && Set(widths).count == widths.count)
    }
  }

  @Test func `the interval is tightest, in standard errors, near the planned count`() {
    let boundary = AsymptoticBoundary(alpha: 0.05, plannedObservations: 100)
    let standardErrors = [5, 25, 100, 400, 5000].map {
      boundary.twoSidedHalfWidth(variance: 1, count: $0) * Double($0).squareRoot()
    }
    #expect(standardErrors.min() == standardErrors[2])
  }

  @Test func `looking after every observation keeps the error rate`() {
    var random = SplitMix64(seed: 3)
    let runs = 400
    var fooled = 0
    for _ in 0..<runs {
      var sequence = AsymptoticConfidenceSequence(alpha: 0.05, plannedObservations: 60)
      for count in 1...300 {
        sequence.observe(random.standardNormal())
        if count >= 15, let lower = sequence.lowerBound, lower > 0 {
          fooled += 1
          break
        }
      }
    }
    // Three standard errors above 5 % of 400; a t test looked at as often is fooled more than a hundred times.
    #expect(fooled <= 33)
    #expect(fooled > 0)
  }

  @Test func `a checkpoint continues bit for bit`() throws {
    var random = SplitMix64(seed: 4)
    var sequence = AsymptoticConfidenceSequence(alpha: 0.05, plannedObservations: 40)
    for _ in 0..<30 { sequence.observe(random.standardNormal()) }
    var restored = try JSONDecoder().decode(
      AsymptoticConfidenceSequence.self, from: JSONEncoder().encode(sequence))
    for _ in 0..<30 {
      let value = random.standardNormal()
      sequence.observe(value)
      restored.observe(value)
    }
    #expect(restored == sequence)
  }
}
