import Domain

/// What `up` found and did.
struct StartReport: Hashable {
  var directory: String
  /// Whether anything of the stack ran before.
  var ran = false
  /// Processes that were missing beside those that ran.
  var missing: [Role] = []
  /// Whether the trader had been given up, was checked and restarts.
  var revived = false
  /// As the trader says now; `nil` where it does not.
  var level: SafetyLevel?
  /// Ids of the stops that hold.
  var trips: [String] = []

  /// For a person.
  var text: String {
    guard revived else {
      guard ran else { return "the stack runs in \(directory)" }
      guard !missing.isEmpty else { return "the stack runs already in \(directory)" }
      return "the stack runs in \(directory); missing before, and started: "
        + missing.map(\.rawValue).joined(separator: ", ")
    }
    let others = missing.filter { $0 != .trader }.map(\.rawValue)
    return "the stack runs in \(directory); the trader only stopped since it had been given up; it was checked and "
      + "started anew, and " + outcome + (others.isEmpty ? "" : "\nstarted besides: \(others.joined(separator: ", "))")
  }

  private var outcome: String {
    switch level {
    case .active: "trades again"
    case nil: "has not said yet whether it trades: look with `sotano status --dir \(shellWord(directory))`"
    case let level?:
      "stays \(level.name)"
        + (trips.isEmpty ? "" : ": " + rearmLine(trips.count == 1 ? trips : [], directory: directory))
    }
  }
}
