import Domain
import Foundation
import Testing

@testable import ReferenceStatistics

struct DriftDetectorTests {
  @Test func `every detector finds events that become twice as frequent`() {
    var random = SplitMix64(seed: 61)
    var method = DriftDetectionMethod()
    var early = EarlyDriftDetectionMethod()
    var average = HoeffdingAverageDrift()
    var weighted = HoeffdingWeightedDrift()
    var page = PageHinkley(tolerance: 0.05, threshold: 20, direction: .upward)
    var drifts = Set<String>()
    for index in 0..<1000 {
      let isEvent = random.nextUnit() < (index < 500 ? 0.3 : 0.7)
      method.observe(isEvent)
      early.observe(isEvent)
      average.observe(isEvent)
      weighted.observe(isEvent)
      page.observe(isEvent ? 1 : 0)
      guard index >= 500 else { continue }
      let signals = [
        "method": method.signal, "early": early.signal, "average": average.signal, "weighted": weighted.signal,
        "page": page.signal,
      ]
      drifts.formUnion(signals.filter { $0.value == .drift }.keys)
    }
    #expect(drifts.count == 5)
  }

  @Test func `events that become rarer alarm no one-sided detector`() {
    var random = SplitMix64(seed: 62)
    var average = HoeffdingAverageDrift(driftConfidence: 0.0001)
    var page = PageHinkley(tolerance: 0.05, threshold: 20, direction: .upward)
    for index in 0..<1000 {
      let isEvent = random.nextUnit() < (index < 500 ? 0.7 : 0.3)
      average.observe(isEvent)
      page.observe(isEvent ? 1 : 0)
      #expect(average.signal != .drift && page.signal != .drift)
    }
  }

  @Test func `a detector begins afresh after its alarm`() {
    var page = PageHinkley(tolerance: 0.05, threshold: 10, direction: .both)
    var alarms: [Int] = []
    for index in 0..<400 {
      page.observe(index < 100 ? 0 : 1)
      if page.signal == .drift { alarms.append(index) }
    }
    #expect(alarms.count == 1 && alarms[0] > 100 && alarms[0] < 130)
  }

  @Test func `a value that is not finite voids Page and Hinkley's sum`() {
    var page = PageHinkley(tolerance: 0.05, threshold: 10)
    page.observe(.infinity)
    #expect(page.isVoid)
    for index in 0..<100 { page.observe(index < 50 ? 0 : 100) }
    #expect(page.signal == .stable)
  }

  @Test func `a checkpoint of a detector continues bit for bit`() throws {
    var random = SplitMix64(seed: 63)
    var weighted = HoeffdingWeightedDrift()
    var page = PageHinkley(tolerance: 0.05, threshold: 10)
    for _ in 0..<100 {
      weighted.observe(random.nextUnit() < 0.3)
      page.observe(random.nextUnit())
    }
    #expect(try restored(weighted) == weighted && restored(page) == page)
    #expect(try restored(DriftDetectionMethod()) == DriftDetectionMethod())
  }

  private func restored<T: Codable>(_ value: T) throws -> T {
    try JSONDecoder().decode(T.self, from: JSONEncoder().encode(value))
  }
}
