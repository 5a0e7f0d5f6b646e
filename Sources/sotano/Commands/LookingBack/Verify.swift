import ArgumentParser
import Foundation
import Safety

/// Looks through every durable file of a stack.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check every durable file: journals, stream log, venue's list, run.json, latch.",
    discussion: """
      Of each journal its chain of hashes, and its tail against what the other processes remember; of the stream log and \
      the venue's list every record, and how far they must reach by the trader's journal. Changes nothing and works \
      beside a running stack. Ends with 65 where a file is missing or not as it was written, and names it and the first \
      bad record.
      """)

  @OptionGroup var state: StateOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let files = DurableFiles(try state.directory())
    guard files.hasRun else { throw Failure(.noInput, "there is no journal in \(files.directory.journals)") }
    let findings = files.verify()
    if json {
      try say(json: findings)
    } else {
      for finding in findings { say(finding.line) }
    }
    if let bad = findings.first(where: { !$0.whole }) {
      throw Failure(.dataError, "\(bad.file) is not as it was written; keep a copy and restore it from a backup")
    }
  }
}

/// What became of one file.
struct FileFinding: Encodable {
  var file: String
  var whole: Bool
  /// Rows of a journal, records of the stream log, lines of the venue's list, stops of the latch.
  var records: Int64?
  var firstBadRecord: Int64?
  /// What is wrong, or what is worth noting though nothing is.
  var finding: String?

  static func whole(_ file: String, records: Int64? = nil, _ remark: String? = nil) -> FileFinding {
    FileFinding(file: file, whole: true, records: records, finding: remark)
  }

  static func bad(_ file: String, _ finding: String, firstBadRecord: Int64? = nil) -> FileFinding {
    FileFinding(file: file, whole: false, firstBadRecord: firstBadRecord, finding: finding)
  }

  var line: String {
    let name = (file as NSString).lastPathComponent
    guard whole else { return "\(name): \(finding ?? "bad")" }
    return "\(name): whole" + (records.map { ", \($0) records" } ?? "") + (finding.map { "; \($0)" } ?? "")
  }
}
