import Domain
import Foundation

/// A step that is to come, as data: market times and counters only.
struct PlanListing: Encodable {
  /// The number by which `sotano cancel` knows it.
  var change: Int64
  var parameter: String
  var from: String
  var next: String
  var target: String
  var purpose: String
  var by: String
  var reason: String
  /// Milliseconds since 1970 UTC, market time.
  var earliest: Int64

  init(_ step: PlannedStep) {
    change = step.change.number
    parameter = step.parameter.rawValue
    from = step.from.description
    next = step.next.description
    target = step.target.description
    purpose = step.purpose.rawValue
    by = step.by.name
    reason = step.reason
    earliest = step.earliest.utc
  }

  /// The steps to come for a person; empty where there are none.
  static func text(_ steps: [PlannedStep]) -> String {
    guard !steps.isEmpty else { return "" }
    var table = Table(["change", "parameter", "from", "next", "target", "not before", "why"])
    for step in steps {
      table.add([
        step.change.description, step.parameter.rawValue, step.from.description, step.next.description,
        step.target.description, step.earliest.text, "\(step.purpose.rawValue) by \(step.by.name): \(step.reason)",
      ])
    }
    return "Still to come (`sotano cancel CHANGE` gives a line up):\n\n\(table.text)"
  }
}
