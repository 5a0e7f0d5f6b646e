import Bus
import Domain
import Foundation
import Safety
import Testing
import Wire

extension RealProcesses {
  /// `SOTANO_EXTREMES` says how many requests, where not 2,000.
  struct Row32ExtremesTests {
    private static let requests = ProcessInfo.processInfo.environment["SOTANO_EXTREMES"].flatMap { Int($0) } ?? 2_000

    /// One client of one socket, and how its requests were answered.
    private struct Caller: ~Copyable {
      let name: String
      private let path: String
      private var client: RequestClient
      private(set) var answers: [String: Int] = [:]

      init(_ stack: Stack, _ name: String) throws {
        self.name = name
        path = "\(stack.directory)/sockets/\(name)"
        client = try RequestClient(Context(), connect: Endpoint(path: path))
      }

      mutating func send(_ bytes: [UInt8]) throws {
        let reply: Reply
        do {
          reply = try Reply.decode(client.request(bytes, timeout: 20_000))
        } catch {
          throw Unmet(description: "\(name) gave no answer (\(error)) to \(Data(bytes).base64EncodedString())")
        }
        let word =
          switch reply.content {
          case .received, .done: "done"
          case .refused: "refused"
          case .error: "error"
          case .snapshot, .range, .status, .trips: "told"
          }
        answers[word, default: 0] += 1
      }
    }

    private func epochs(_ stack: Stack) async throws -> [String: Int64] {
      let state = try await eventually("every process to answer") {
        let state = try await stack.status()
        return state.isWhole ? state : nil
      }
      return Dictionary(uniqueKeysWithValues: state.processes.compactMap { one in one.epoch.map { (one.name, $0) } })
    }

    @Test(.timeLimit(.minutes(60)))
    func `32: extreme requests of every kind are each answered, and no process dies of any`() async throws {
      try await Stack.with(["--pace", "600", "--seed", "32"]) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        let before = try await epochs(stack)
        var requests = ExtremeRequests(seed: 32)
        let ordinary = Self.requests * 9 / 10
        for role in Role.allCases {
          var caller = try Caller(stack, "\(role.rawValue).req")
          for _ in 0..<ordinary / 5 { try caller.send(requests.next(stops: false)) }
          print("\(caller.name): \(caller.answers.sorted { $0.key < $1.key })")
          #expect(caller.answers["refused", default: 0] > 0)
          #expect(caller.answers["error", default: 0] > 0)
        }
        #expect(try await epochs(stack) == before)
        // Last, for they stop the bot.
        for name in ["trader.stop", "trader.req", "monitor.req"] {
          var caller = try Caller(stack, name)
          for _ in 0..<(Self.requests - ordinary) / 3 { try caller.send(requests.next(stops: true)) }
          print("\(caller.name), stops: \(caller.answers.sorted { $0.key < $1.key })")
        }
        #expect(try await epochs(stack) == before)
        #expect(try await stack.status().level == "halted")
        try await stack.expectWholeJournals()
        // What was stored leads back to where it was.
        for role in [Role.optimizer, .experimenter, .trader] { try await stack.back(role, after: stack.kill(role)) }
        let after = try await epochs(stack)
        for role in [Role.optimizer, .experimenter, .trader] {
          #expect(after[role.rawValue] == before[role.rawValue].map { $0 + 1 })
        }
      }
    }

    @Test(.timeLimit(.minutes(6)), arguments: [Role.optimizer, .experimenter])
    func `33: a request with the lowest number of pips is refused by that number and not stored`(role: Role)
      async throws
    {
      try await Stack.with(["--pace", "600", "--seed", "33"]) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        let before = try await epochs(stack)
        let lowest = ParameterValue.pips(Pips(tenths: .min))
        let command: Command =
          role == .optimizer
          ? .propose(
            Proposal(parameter: .gridSpacing, target: lowest, purpose: .byHand, reason: "a test", evidence: ""))
          : .startExperiment(
            ExperimentRequest(hypothesis: "a test", parameter: .gridSpacing, values: [lowest], priority: 0))
        let bot = try #require(BotName("grid"))
        var client = try RequestClient(
          Context(), connect: Endpoint(path: "\(stack.directory)/sockets/\(role.rawValue).req"))
        let request = Request(
          bot: bot, id: "person-lowest", deadline: MonotonicTime.now.milliseconds + 5_000, person: "Ana",
          content: .command(command))
        let reply = try client.request(request, timeout: 5_000)
        guard case .refused(let refusal) = reply.content else {
          Issue.record("not refused: \(reply.content)")
          return
        }
        #expect("\(refusal)".contains("-2147483648") || "\(refusal)".contains("-214748364.8"), "\(refusal)")
        #expect(try await stack.query(role, "SELECT count(*) FROM chain WHERE kind = 'command'") == "0")
        #expect(try await epochs(stack) == before)
      }
    }
  }
}
