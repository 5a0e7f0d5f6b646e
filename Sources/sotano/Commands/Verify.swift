import ArgumentParser
import Domain
import Foundation
import Journal
import Safety

/// Looks through every journal of a stack.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check every journal: its chain of hashes, and its tail against what the other processes remember.",
    discussion: """
      Changes nothing and works beside a running stack. Ends with 65 where a journal is not as it was written, and \
      names the first bad record.
      """)

  struct Finding: Encodable {
    var journal: String
    var whole: Bool
    /// Records in the chain.
    var records: Int64?
    var firstBadRecord: Int64?
    var finding: String?
  }

  @OptionGroup var state: StateOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let directory = try state.directory()
    let paths = Role.allCases.map(directory.journal(of:)).filter(FileManager.default.fileExists(atPath:))
    guard !paths.isEmpty else { throw Failure(.noInput, "there is no journal in \(directory.journals)") }
    let findings = JournalFile.verify(paths: paths).map(Self.finding)
    if json {
      try say(json: findings)
    } else {
      for finding in findings {
        let name = (finding.journal as NSString).lastPathComponent
        say(finding.whole ? "\(name): whole, \(finding.records ?? 0) records" : "\(name): \(finding.finding ?? "bad")")
      }
    }
    if let bad = findings.first(where: { !$0.whole }) {
      throw Failure(.dataError, "\(bad.journal) is not as it was written; keep a copy and restore it from a backup")
    }
  }

  private static func finding(of verification: JournalFile.Verification) -> Finding {
    switch verification.result {
    case .success(.whole(let head)):
      Finding(journal: verification.path, whole: true, records: head.number)
    case .success(.broken(let finding)):
      Finding(
        journal: verification.path, whole: false, firstBadRecord: finding.number, finding: finding.description)
    case .failure(let error):
      Finding(journal: verification.path, whole: false, finding: error.description)
    }
  }
}
