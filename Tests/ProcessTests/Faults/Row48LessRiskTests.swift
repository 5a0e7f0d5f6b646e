import Domain
import Foundation
import Testing

extension RealProcesses {
  /// A person has the last word, downward at once: through the command line and all five processes.
  struct Row48LessRiskTests {
    static let market = ["--pace", "600", "--seed", "3"]
    static let ana = ["--by", "Ana", "--reason", "less"]

    @Test(.timeLimit(.minutes(4)))
    func `48: less risk is taken at once while another change is measured`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.tell("set", "gridSpacing", "22")
        try await until("the change to be measured") { try await stack.change(1)?.stage == "measuring" }
        for (name, value) in [("lotSize", "0.08"), ("maxPositions", "9"), ("lotSize", "0.06")] {
          try await stack.tell("set", name, value)
        }
        try await until("less risk to be in force", within: .seconds(10)) {
          let params = try await stack.params()
          return params["lotSize"]?.value == "0.06" && params["maxPositions"]?.value == "9"
        }
        #expect(try await stack.change(1)?.stage == "measuring")
        try await stack.tell("rollback", "1")
        try await until("the measured change to be taken back", within: .seconds(10)) {
          try await stack.params()["gridSpacing"]?.value == "20"
        }
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `49: an approval ends a rollback that is on its way up, also when the optimizer was away`() async throws {
      try await Stack.with(Self.market) { stack in
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.tell("set", "lotSize", "0.08")
        try await until("less") { try await stack.params()["lotSize"]?.value == "0.08" }
        try await stack.tell("rollback", "--approved")
        try await until("the first step back") { try await stack.params()["lotSize"]?.value == "0.09" }
        try await stack.supervise("hold", .optimizer)
        let before = try await stack.status().minute
        try await stack.tell("approve")
        try await stack.supervise("resume", .optimizer)
        try await until("hours of market", within: .seconds(60)) { try await stack.status().minute > before + 180 }
        let lots = try await stack.params()["lotSize"]
        #expect(lots?.value == "0.09" && lots?.approved == "0.09" && lots?.planned == nil)
        let ended = try #require(try await stack.changes().last)
        // Given up as planned, or refused at the gate as one that was on its way.
        let why = ended.conclusion ?? ended.refusal ?? ""
        #expect(["inconclusive", "refused"].contains(ended.stage) && why.contains("approved"), "\(ended)")
        try await stack.expectWholeJournals()
      }
    }

    @Test(.timeLimit(.minutes(4)))
    func `50: steps to come are shown and cancelled, and a change without trades ends by itself`() async throws {
      try await inTemporaryFolder { folder in
        let file = "\(folder)/quiet.yaml"
        // Four hours of market without a trade, and a spread limit at which there is none.
        try Data("optimizer:\n  quietTime: 14400000\n".utf8).write(to: URL(fileURLWithPath: file))
        let stack = Stack(
          folder: folder, arguments: Self.market + ["--config", file, "--set", "maxSpread=0.1"])
        try await stack.up()
        try await stack.changesAreTaken()
        try await stack.tell("set", "gridSpacing", "25")
        try await until("a step to come") { try await stack.params()["gridSpacing"]?.planned != nil }
        let planned = try #require(try await stack.params()["gridSpacing"]?.planned)
        #expect(planned.change == 1 && planned.next == "24.2" && planned.target == "25" && planned.earliest > 0)
        #expect(try await stack.change(1)?.planned?.next == "24.2")
        for command in ["params", "changes"] {
          let text = try await stack.sotano(command).output
          #expect(text.contains("Still to come") && text.contains("24.2"), "\(text)")
        }
        #expect(try await stack.sotano("cancel", ["99"] + Self.ana).code == 65)
        try await stack.tell("cancel", "1")
        try await until("nothing to come") { try await stack.params()["gridSpacing"]?.planned == nil }
        let again = try await stack.sotano("cancel", ["1"] + Self.ana)
        #expect(again.code == 64 && again.complaint.contains("rollback"), "\(again.complaint)")
        try await until("the change to end without a trade", within: .seconds(60)) {
          try await stack.change(1)?.stage == "inconclusive"
        }
        #expect(try await stack.sotano("explain", "1").output.contains("no trade in"))
        try await until("the value before") { try await stack.params()["gridSpacing"]?.value == "20" }
        try await stack.tell("set", "takeProfit", "22")
        try await stack.expectWholeJournals()
      }
    }
  }
}

/// What the command line tells of parameters and changes, as far as the tests ask.
struct ToldPlan: Decodable {
  var change: Int64
  var next: String
  var target: String
  var earliest: Int64
}

struct ToldParameter: Decodable {
  var parameter: String
  var value: String
  var approved: String
  var planned: ToldPlan?
}

struct ToldChange: Decodable {
  var id: Int64
  var stage: String
  var conclusion: String?
  var refusal: String?
  var planned: ToldPlan?
}

private struct ToldParameters: Decodable {
  var parameters: [ToldParameter]
}

extension Stack {
  /// A command of a person's, which has to succeed.
  func tell(_ command: String, _ arguments: String...) async throws {
    let ended = try await sotano(command, arguments + ["--by", "Ana", "--reason", "test"])
    guard ended.code == 0 else {
      throw Unmet(description: "\(command) \(arguments) ended with \(ended.code): \(ended.complaint)")
    }
  }

  func params() async throws -> [String: ToldParameter] {
    let told = try await sotano("params", "--json").decoded(ToldParameters.self)
    return Dictionary(told.parameters.map { ($0.parameter, $0) }) { first, _ in first }
  }

  func changes() async throws -> [ToldChange] {
    try await sotano("changes", "--json").decoded([ToldChange].self)
  }

  func change(_ number: Int64) async throws -> ToldChange? {
    try await changes().first { $0.id == number }
  }
}
