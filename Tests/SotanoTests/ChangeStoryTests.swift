import Domain
import Stack
import Testing

@testable import sotano

@Suite struct ChangeStoryTests {
  private func record(
    _ number: Int64, _ stage: ChangeStage, to: String, target: String? = nil, purpose: ChangePurpose = .byHand,
    by: Origin = .person("Ana"), reason: String = "wider", undoes: Int64? = nil, conclusion: String? = nil
  ) throws -> ChangeRecord {
    func value(_ text: String) throws -> ParameterValue { try ParameterValue(parsing: text, for: .gridSpacing) }
    return ChangeRecord(
      id: ChangeID(number), stage: stage, parameter: .gridSpacing, from: try value("20"), to: try value(to),
      target: try value(target ?? to), purpose: purpose, by: by, reason: reason, evidence: "", proposedAt: .origin,
      undoes: undoes.map { ChangeID($0) }, conclusion: conclusion)
  }

  private func story(_ record: ChangeRecord, _ others: [ChangeRecord]) -> String {
    ChangeStory(record: record, history: [record], others: [record] + others, quietTime: 1).text
  }

  @Test func `a change that was taken back tells by whom, by which change and why`() throws {
    let back = try record(
      9, .applied, to: "20", purpose: .rollback, by: .person("Ben"), reason: "not in this market", undoes: 7)
    let text = story(try record(7, .reverted, to: "22"), [back])
    #expect(text.contains("Taken back by Ben with change 9: not in this market"))
    // A later change of the parameter ends with it.
    #expect(story(try record(8, .reverted, to: "22"), [back]).contains("Taken back by Ben with change 9"))
    #expect(!story(try record(7, .kept, to: "22"), [back]).contains("Taken back"))
  }

  @Test func `steps that were cancelled tell by whom`() throws {
    let dropped = try record(8, .inconclusive, to: "25", conclusion: "Ben cancelled it: 22 is enough")
    let text = story(try record(7, .kept, to: "22", target: "25"), [dropped])
    #expect(text.contains("Given up   20 -> 25: Ben cancelled it: 22 is enough (change 8)"))
    #expect(story(dropped, []).contains("inconclusive: Ben cancelled it"))
  }

  @Test func `an approval tells what it approves and what was on its way`() throws {
    let before = try RunPlan().result().manifest.configuration
    let now = try RunPlan(parameters: ["gridSpacing=22"]).result().manifest.configuration
    let text = ApprovalText(before: before, now: now).text([], running: [try record(7, .measuring, to: "22")])
    #expect(text.contains("\n  gridSpacing 22, before \(before[.gridSpacing])\n"))
    #expect(text.contains("warning: change 7, gridSpacing 20 -> 22, has no verdict yet"))
    #expect(ApprovalText(before: now, now: now).text([], running: []).contains("nothing differs"))
    #expect(!ApprovalText(before: nil, now: now).text([], running: []).contains("nothing differs"))
  }
}
