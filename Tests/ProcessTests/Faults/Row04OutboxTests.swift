import Domain
import Glibc
import Testing

extension RealProcesses {
  struct Row04OutboxTests {
    private static let market = ["--pace", "600", "--seed", "3"]

    private func applied(_ stack: Stack) async throws -> Int {
      Int(try await stack.query(.trader, "SELECT count(*) FROM chain WHERE kind = 'configurationApplied'")) ?? 0
    }

    private func expectAppliedOnce(_ stack: Stack, _ value: String) async throws {
      try await until("the change to be applied") {
        try await stack.sotano("params", "--json").output.contains(value)
      }
      try await until("the outbox to be empty") {
        try await stack.query(.optimizer, "SELECT count(*) FROM outbox WHERE settled = 0") == "0"
      }
      let refused = try await stack.query(
        .trader, "SELECT count(*) FROM chain WHERE kind = 'configurationRefused'")
      #expect(refused == "0")
      #expect(try await stack.status().version == 2)
      try await stack.expectWholeJournals()
    }

    @Test(.timeLimit(.minutes(6)))
    func `4: an optimizer that is killed between commit and arrival sends again, and the trader applies once`()
      async throws
    {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.supervise("hold", .trader)
        async let asked = stack.sotano(
          "set", "lotSize", "0.09", "--by", "Ana", "--reason", "a test", "--timeout", "3")
        try await until("the change in the outbox") {
          try await stack.query(.optimizer, "SELECT count(*) FROM outbox WHERE settled = 0") == "1"
        }
        let former = try await stack.kill(.optimizer)
        try await stack.supervise("hold", .optimizer)
        _ = try await asked
        try await stack.supervise("resume", .trader)
        // Also where it sends so early that the trader has not heard monitor and controller yet.
        try await stack.supervise("resume", .optimizer)
        try await stack.back(.optimizer, after: former)
        try await expectAppliedOnce(stack, "0.09")
      }
    }

    @Test(.timeLimit(.minutes(6)))
    func `5: an optimizer that is killed before it notes the answer asks again, and nothing changes twice`()
      async throws
    {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.supervise("hold", named: "watchdog")
        let before = try await applied(stack)
        let trader = try await stack.signal(.trader, SIGSTOP)
        async let asked = stack.sotano(
          "set", "lotSize", "0.09", "--by", "Ana", "--reason", "a test", "--timeout", "3")
        try await until("the change in the outbox") {
          try await stack.query(.optimizer, "SELECT count(*) FROM outbox WHERE settled = 0") == "1"
        }
        // The trader acts and answers; the optimizer cannot write that down, and dies.
        let former = try await stack.holdingJournal(of: .optimizer) {
          kill(trader, SIGCONT)
          try await until("the trader to apply", within: .seconds(20)) { try await applied(stack) > before }
          return try await stack.signal(.optimizer, SIGKILL)
        }
        _ = try await asked
        try await stack.back(.optimizer, after: former)
        try await expectAppliedOnce(stack, "0.09")
        #expect(try await applied(stack) == before + 2, "once when it changed, once when it was asked for again")
      }
    }
  }
}
