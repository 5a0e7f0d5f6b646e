import Domain
import Foundation
import Testing

@testable import ReferenceStatistics

struct AdwinTests {
  @Test(arguments: 1...5)
  func `the window always holds exactly the newest values`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var detector = Adwin(delta: 0.01, clock: 1)
    var stream: [Double] = []
    var cuts = 0
    for index in 0..<800 {
      let isLate = (index / 200).isMultiple(of: 2)
      let value = random.nextUnit() < (isLate ? 0.2 : 0.7) ? 1.0 : 0
      stream.append(value)
      detector.observe(value)
      if detector.didCut { cuts += 1 }
      let window = stream.suffix(detector.width)
      let total = window.reduce(0, +)
      #expect(detector.total == total)
      let mean = total / Double(window.count)
      let squares = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(abs(detector.sumOfSquaredDeviations - squares) < 1e-6)
    }
    #expect(cuts > 0)
  }

  @Test func `after a change the window keeps the newer part only`() {
    var random = SplitMix64(seed: 7)
    var detector = Adwin(clock: 1)
    for _ in 0..<400 { detector.observe(random.nextUnit() < 0.3 ? 1 : 0) }
    #expect(detector.width == 400)
    for _ in 0..<400 { detector.observe(random.nextUnit() < 0.8 ? 1 : 0) }
    #expect(detector.width > 300 && detector.width < 450)
    #expect((detector.mean ?? 0) > 0.7)
  }

  @Test func `a steady stream is not cut`() {
    var random = SplitMix64(seed: 8)
    var detector = Adwin(clock: 1)
    for _ in 0..<2000 { detector.observe(random.standardNormal()) }
    #expect(detector.width == 2000)
  }

  @Test func `the clock decides when a cut may happen`() {
    var detector = Adwin(clock: 32)
    for index in 1...640 {
      detector.observe(index <= 300 ? 0 : 1)
      #expect(!detector.didCut || index % 32 == 0)
    }
    #expect(detector.width < 400)
  }

  @Test func `a value that is not finite voids the window until it is restarted`() {
    var detector = Adwin(clock: 1)
    for _ in 0..<20 { detector.observe(1) }
    detector.observe(.nan)
    detector.observe(1)
    #expect(detector.isVoid && detector.mean == nil && !detector.didCut)
    detector.restart()
    detector.observe(3)
    #expect(detector.mean == 3 && detector.width == 1)
  }

  @Test func `a checkpoint continues bit for bit`() throws {
    var random = SplitMix64(seed: 9)
    var detector = Adwin(clock: 1)
    for _ in 0..<300 { detector.observe(random.nextUnit()) }
    var restored = try JSONDecoder().decode(Adwin.self, from: JSONEncoder().encode(detector))
    for _ in 0..<300 {
      let value = random.nextUnit() + 0.5
      detector.observe(value)
      restored.observe(value)
    }
    #expect(restored == detector)
    #expect(detector.width < 600)
  }
}
