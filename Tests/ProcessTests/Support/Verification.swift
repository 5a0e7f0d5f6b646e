import Domain
import Testing

extension Stack {
  private struct Finding: Decodable {
    var file: String
    var whole: Bool
    var finding: String?
  }

  /// Expects every process to have a journal, and every durable file to be as it was written.
  func expectWholeJournals(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let ended = try await sotano("verify", "--json")
    let findings = try ended.decoded([Finding].self)
    #expect(ended.code == 0, "\(ended.complaint)", sourceLocation: sourceLocation)
    let journals = findings.count { $0.file.hasSuffix(".sqlite") }
    #expect(journals == Role.allCases.count, sourceLocation: sourceLocation)
    let bad = findings.filter { !$0.whole }.map { "\($0.file): \($0.finding ?? "not whole")" }
    #expect(bad == [], sourceLocation: sourceLocation)
  }
}
