import Domain

/// The applied changes, each once and in the order in which they came into force, as far as undoing them needs it. The
/// whole records are in the journal.
struct ChangeHistory: Hashable, Sendable, Codable {
  struct AppliedChange: Hashable, Sendable, Codable {
    let id: ChangeID
    let parameter: Parameter
    let from: ParameterValue
    /// Approvals that persons had given when it was applied: after a later one a person has approved it.
    let approvals: Int64
    /// Proven better or not worse.
    fileprivate(set) var isProven = false
  }

  private var applied: [AppliedChange] = []

  subscript(id: ChangeID) -> AppliedChange? { applied.first { $0.id == id } }

  func last(of parameter: Parameter) -> AppliedChange? { applied.last { $0.parameter == parameter } }

  mutating func add(_ record: ChangeRecord, approvals: Int64, isProven: Bool = false) {
    applied.append(
      AppliedChange(
        id: record.id, parameter: record.parameter, from: record.from, approvals: approvals, isProven: isProven))
  }

  mutating func prove(_ id: ChangeID) {
    guard let index = applied.firstIndex(where: { $0.id == id }) else { return }
    applied[index].isProven = true
  }

  /// Whether a person has approved what is in force since a change was applied.
  func isApproved(since id: ChangeID, _ now: ConfigurationApplied?) -> Bool {
    guard let change = self[id], let now else { return false }
    return change.approvals < now.approvals
  }

  /// Whether the value before an unproven change is the safer one, or as safe, and nothing has been proven or approved
  /// since.
  func mustGoBack(_ record: ChangeRecord, _ now: ConfigurationApplied?) -> Bool {
    let isProvenLater = applied.contains { $0.parameter == record.parameter && $0.id > record.id && $0.isProven }
    return !isProvenLater && !isApproved(since: record.id, now) && record.directionBack(from: now) != .raises
  }
}

extension ChangeRecord {
  /// Which way risk would move if the change were taken back now.
  func directionBack(from now: ConfigurationApplied?) -> RiskDirection? {
    guard let now = now?.configuration, let old = now.replacing(parameter, with: from),
      let new = now.replacing(parameter, with: to)
    else { return nil }
    // "Raises" is also what rises here and falls there: the new side is the safer one only if all of it is.
    return old.risk(of: new) == .lowers ? .raises : new.risk(of: old) == .lowers ? .lowers : .equal
  }
}
