import Simulation
import Testing

struct SimulationTests {
  @Test func `seeds end without a violation`() {
    for seed in 1...60 as ClosedRange<UInt64> {
      let outcome = Simulation().run(Scenario(seed: seed, hours: 6))
      #expect(outcome.violation == nil, "seed \(seed)")
    }
  }
}
