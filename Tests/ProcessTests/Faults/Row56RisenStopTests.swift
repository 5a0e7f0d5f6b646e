import Domain
import Foundation
import Safety
import Testing

extension RealProcesses {
  struct Row56RisenStopTests {
    @Test(.timeLimit(.minutes(4)), arguments: [false, true])
    func `56: a stop whose level has risen is heard, by the latch and by the socket`(bySocket: Bool) async throws {
      try await Stack.withOpenTrades { stack in
        let latch = Latch(directory: "\(stack.directory)/latch")
        var stopper = try Stopper(stack)
        func ask(_ level: SafetyLevel) throws {
          if bySocket { try stopper.stop(.test("g", level)) } else { try latch.record(.test("g", level)) }
        }
        try ask(.frozen)
        try await until("frozen") { try await stack.status().trips.map(\.level) == ["frozen"] }
        try ask(.halted)
        let state = try await stack.halted(within: .seconds(8))
        #expect(state.trips.map(\.id) == ["g"])
        #expect(try Venue(of: stack).open == [])
      }
    }
  }
}
