import Testing

@testable import Statistics

/// Every case of every file in the oracle folder, against our own numbers.
@Suite(.enabled(if: OracleFolder.isPresent, OracleFolder.absence))
struct OracleTests {
  @Test(arguments: OracleFolder.isPresent ? try OracleFolder.files() : [])
  func `every case with a handler matches`(file: OracleFile) throws {
    var matched = 0
    var handled = 0
    var numbers = 0
    var worst = 0.0
    var remarks: [String] = []
    for oracleCase in file.cases {
      guard let handler = OracleRegistry.handler(for: oracleCase) else { continue }
      handled += 1
      var comparison = OracleComparison(oracleCase, in: file)
      do {
        try handler.check(&comparison)
      } catch {
        Issue.record("\(oracleCase.testDescription): \(error)")
        continue
      }
      for mismatch in comparison.mismatches { Issue.record("\(oracleCase.testDescription): \(mismatch)") }
      for key in comparison.unvisited { Issue.record("\(oracleCase.testDescription): \(key) was not compared") }
      if comparison.mismatches.isEmpty && comparison.unvisited.isEmpty { matched += 1 }
      numbers += comparison.comparedNumbers
      worst = max(worst, comparison.worstRelativeError)
      remarks += comparison.loosened
    }
    print(
      "\(file.fileName): \(matched) of \(file.cases.count) cases match, \(handled) have a handler,", terminator: " ")
    print("\(numbers) values compared, worst relative error \(worst)")
    for remark in remarks { print("  \(remark)") }
  }

  @Test func `every case of a known oracle has a handler`() throws {
    let known = Set(OracleRegistry.handlers.map(\.oracle))
    for file in try OracleFolder.files() {
      let missing = file.cases.filter { OracleRegistry.handler(for: $0) == nil }.map { "#\($0.position) \($0.name)" }
      if known.contains(file.oracle) {
        #expect(missing.isEmpty, "\(file.fileName) has cases without a handler: \(missing)")
      } else if !missing.isEmpty {
        print("\(file.fileName): nobody handles the oracle \(file.oracle), \(missing.count) cases")
      }
    }
  }

  @Test func `the folder holds cases`() throws {
    #expect(try OracleFolder.files().contains { !$0.cases.isEmpty })
  }
}
