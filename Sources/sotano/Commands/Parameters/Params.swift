import ArgumentParser
import Domain
import Foundation
import GridTrading
import Safety
import Stack

/// Shows the configuration in force.
struct Params: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the parameters in force, the approved ones and how far each may go.",
    discussion: """
      Reads the journals, so it works while the stack runs and after. Below the table stand the steps that are still to \
      come, of plans, returns and rollbacks: `sotano cancel CHANGE` gives one up, `sotano approve` all that do not lower \
      the risk.
      """)

  struct Row: Encodable {
    var parameter: String
    var value: String
    var approved: String
    var lowest: String?
    var highest: String?
    /// The next step that is planned for it; absent where there is none.
    var planned: PlanListing?
  }

  struct Listing: Encodable {
    var version: Int64
    var parameters: [Row]
    /// Every step that is to come.
    var toCome: [PlanListing]
  }

  @OptionGroup var state: StateOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let events = try JournalledEvents(.trader, in: state.directory()).all(kind: "configurationApplied")
    guard case .configurationApplied(let applied) = events.last?.event else {
      throw Failure(.noInput, "the trader has not started in this directory yet")
    }
    let symbol = try state.manifest().symbol
    guard let profile = SymbolProfile.named(symbol.name) else { throw Failure.noProfile(of: symbol) }
    let hasOptimizer = FileManager.default.fileExists(atPath: try state.directory().journal(of: .optimizer))
    let planned = hasOptimizer ? try JournalledEvents(.optimizer, in: state.directory()).plans() : []
    let rows = Parameter.allCases.map { parameter in
      let value = applied.configuration[parameter]
      let rule = profile.rules[parameter]
      return Row(
        parameter: parameter.rawValue, value: value.description, approved: applied.approved[parameter].description,
        lowest: rule.flatMap { value.with(quanta: $0.lowest)?.description },
        highest: rule.flatMap { value.with(quanta: $0.highest)?.description },
        planned: planned.first { $0.parameter == parameter }.map { PlanListing($0) })
    }
    if json {
      return try say(
        json: Listing(
          version: applied.version.number, parameters: rows, toCome: planned.map { PlanListing($0) }))
    }
    var table = Table(["parameter", "value", "approved", "bounds"])
    for row in rows {
      let bounds = row.lowest.flatMap { low in row.highest.map { "\(low) to \($0)" } } ?? "-"
      table.add([row.parameter, row.value, row.approved, bounds])
    }
    say("\(symbol), version \(applied.version)\n\n\(table.text)")
    if !planned.isEmpty { say("\n" + PlanListing.text(planned)) }
  }
}
