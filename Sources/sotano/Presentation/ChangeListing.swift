import Domain
import Foundation

/// The changes of a run as data: market times and counters only, so that equal runs give equal bytes.
struct ChangeListing: Encodable {
  struct Measurement: Encodable {
    var finding: String
    var blocks: Int
    var trades: Int
    var difference: Double
    var meanPerBlock: Double?
    var lowerBound: Double?
    var upperBound: Double?
    var logHarm: Double
    var logGain: Double
    var margin: Double
  }

  var id: Int64
  var stage: String
  var parameter: String
  var from: String
  var to: String
  var target: String
  var purpose: String
  var by: String
  var reason: String
  var evidence: String
  var checks: [String]
  var refusal: String?
  var version: Int64?
  /// Milliseconds since 1970 UTC, market time.
  var proposedAt: Int64
  var appliedAt: Int64?
  var endedAt: Int64?
  var measurement: Measurement?
  var undoes: Int64?
  /// Why it ended, where stage and measurement do not say it.
  var conclusion: String?
  /// The next step of its plan; absent where none is to come.
  var planned: PlanListing?

  init(_ record: ChangeRecord, planned: PlannedStep? = nil) {
    id = record.id.number
    stage = record.stage.rawValue
    parameter = record.parameter.rawValue
    from = record.from.description
    to = record.to.description
    target = record.target.description
    purpose = record.purpose.rawValue
    by = record.by.name
    reason = record.reason
    evidence = record.evidence
    checks = record.checks
    refusal = record.refusal?.sentence
    version = record.version?.number
    proposedAt = record.proposedAt.utc
    appliedAt = record.appliedAt?.utc
    endedAt = record.endedAt?.utc
    measurement = record.measurement.map { report in
      Measurement(
        finding: report.finding.rawValue, blocks: report.blocks, trades: report.trades,
        difference: report.difference.value, meanPerBlock: report.meanPerBlock.known,
        lowerBound: report.lowerBound.known, upperBound: report.upperBound.known, logHarm: report.logHarm,
        logGain: report.logGain, margin: report.margin)
    }
    undoes = record.undoes?.number
    conclusion = record.conclusion
    self.planned = planned.map { PlanListing($0) }
  }

  /// The list as JSON, sorted by number, with sorted keys and a newline at its end.
  static func json(_ records: [ChangeRecord], planned: [PlannedStep] = []) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(
      records.sorted { $0.id < $1.id }.map { record in
        ChangeListing(record, planned: planned.first { $0.change == record.id })
      }) + Data("\n".utf8)
  }
}

/// The last record of each change, in order of number.
func latestRecords(_ records: [ChangeRecord]) -> [ChangeRecord] {
  var latest: [ChangeID: ChangeRecord] = [:]
  for record in records { latest[record.id] = record }
  return latest.values.sorted { $0.id < $1.id }
}
