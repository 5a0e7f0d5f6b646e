import Domain
import Foundation
import Journal
import Runtime
import Testing

extension RealProcesses {
  /// What an earlier build has stored, or a disk has spoilt, and no process may be given.
  struct Row34SetAsideTests {
    private static let market = ["--pace", "600", "--seed", "34"]

    /// Writes into a journal whose process is down, as its process would.
    private func write(_ stack: Stack, _ role: Role, _ body: (borrowing JournalTurn) throws(JournalError) -> Void)
      throws
    {
      let journal = try Journal.open(path: "\(stack.directory)/journals/\(role.rawValue).sqlite", role: role.rawValue)
      try journal.turn(body)
    }

    private func setAside(_ stack: Stack, _ role: Role) async throws -> String {
      try await stack.query(role, "SELECT count(*) FROM chain WHERE kind = 'setAside'")
    }

    private func incidents(_ stack: Stack) async throws -> String {
      try await stack.query(
        .trader, "SELECT count(*) FROM chain WHERE kind = 'incident' AND instr(payload, CAST('.setAside' AS BLOB)) > 0")
    }

    private func poison(for role: Role) throws -> WaitingCommand {
      let lowest = ParameterValue.pips(Pips(tenths: .min))
      let command: Command =
        role == .optimizer
        ? .propose(
          Proposal(parameter: .gridSpacing, target: lowest, purpose: .byHand, reason: "a test", evidence: ""))
        : .startExperiment(
          ExperimentRequest(hypothesis: "a test", parameter: .gridSpacing, values: [lowest], priority: 0))
      return WaitingCommand(id: "poison", command: command, origin: .person("Ana"))
    }

    /// Restarts a process with something in its journal, and expects it to live, to have set so many aside, and the
    /// trader to have alarmed it once however often it starts.
    private func expectSetAside(
      _ stack: Stack, _ role: Role, _ count: Int, _ body: (borrowing JournalTurn) throws(JournalError) -> Void
    ) async throws {
      try await stack.up()
      try await stack.changesAreTaken()
      try await stack.supervise("hold", role)
      try write(stack, role, body)
      try await stack.supervise("resume", role)
      try await until("the \(role.rawValue) to answer") { try await stack.status()[role]?.answers == true }
      #expect(try await setAside(stack, role) == "\(count)")
      let alarms = role == .trader ? count : 1
      try await until("the alarm") { try await incidents(stack) == "\(alarms)" }
      let former = try await stack.kill(role)
      try await stack.back(role, after: former)
      try await until("the \(role.rawValue) to answer again") { try await stack.status()[role]?.answers == true }
      #expect(try await setAside(stack, role) == "\(count)")
      #expect(try await incidents(stack) == "\(alarms)")
      #expect(try await stack.sotano("status").output.contains("\(count) stored inputs of the \(role.rawValue)"))
      try await stack.expectWholeJournals()
    }

    @Test(.timeLimit(.minutes(6)), arguments: [Role.optimizer, .experimenter])
    func `34: a stored request that kills its process is set aside, alarmed once, and the process lives`(
      role: Role
    ) async throws {
      let payload = try canonicalJSON(poison(for: role))
      try await Stack.with(Self.market) { stack in
        try await expectSetAside(stack, role, 1) { (turn) throws(JournalError) in
          _ = try turn.append(kind: WaitingCommand.kind, sequence: nil, position: 1, payload: payload)
        }
      }
    }

    @Test(.timeLimit(.minutes(6)))
    func `35: stored requests of the trader that cannot be read or judged are set aside, and it trades on`()
      async throws
    {
      let request = ApplyRequest(
        change: ChangeID(.max), parameter: .lotSize, value: .lots(Lots(hundredths: .min)), purpose: .byHand,
        expected: .first, fence: .max, approves: false)
      let payload = try canonicalJSON(
        WaitingCommand(id: "optimizer-poison", command: .apply(request), origin: .role(.optimizer)))
      try await Stack.with(Self.market) { stack in
        try await expectSetAside(stack, .trader, 2) { (turn) throws(JournalError) in
          _ = try turn.append(kind: WaitingCommand.kind, sequence: nil, position: 1, payload: payload)
          _ = try turn.append(kind: WaitingCommand.kind, sequence: nil, position: 1, payload: Data("{\"id\":".utf8))
        }
        #expect(try await stack.status().version == 1)
      }
    }

    @Test(.timeLimit(.minutes(6)))
    func `36: a command of its own that a process cannot read is not sent, and those behind it are`() async throws {
      try await Stack.with(Self.market) { stack in
        try await expectSetAside(stack, .optimizer, 1) { (turn) throws(JournalError) in
          _ = try turn.enqueue(id: "optimizer-x", recipient: "trader", payload: Data("?".utf8))
        }
        #expect(try await stack.query(.optimizer, "SELECT count(*) FROM outbox WHERE settled = 0") == "0")
        let set = try await stack.sotano("set", "lotSize", "0.09", "--by", "Ana", "--reason", "a test")
        #expect(set.code == 0, "\(set.complaint)")
        try await until("the change to be applied") { try await stack.status().version == 2 }
      }
    }
  }
}
