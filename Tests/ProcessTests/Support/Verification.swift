import Domain
import Testing

extension Stack {
  private struct Finding: Decodable {
    var journal: String
    var whole: Bool
    var finding: String?
  }

  /// Expects every process to have a journal that is as it was written.
  func expectWholeJournals(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let ended = try await sotano("verify", "--json")
    let findings = try ended.decoded([Finding].self)
    #expect(ended.code == 0, "\(ended.complaint)", sourceLocation: sourceLocation)
    #expect(findings.count == Role.allCases.count, sourceLocation: sourceLocation)
    let bad = findings.filter { !$0.whole }.map { "\($0.journal): \($0.finding ?? "not whole")" }
    #expect(bad == [], sourceLocation: sourceLocation)
  }
}
