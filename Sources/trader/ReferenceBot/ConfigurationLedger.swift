package import Domain

/// The configuration in force, the one that a person approved, and who may move it.
///
/// The trader holds this by itself and checks every limit again: it is the last gate, and it trusts no one's word that a
/// limit was checked before.
package struct ConfigurationLedger: Hashable, Sendable, Codable {
  package internal(set) var configuration: Configuration
  package private(set) var approved: Configuration
  package internal(set) var version: ConfigurationVersion
  /// The two versions of the live ramp, until the next change.
  package internal(set) var pair: VersionPair?
  /// Approvals that persons have given. Of what was planned before the last one, only less risk is applied.
  package private(set) var approvals: Int64 = 0
  /// Highest writer's epoch seen. A writer below it has been replaced and is refused.
  package internal(set) var fence: Int64
  /// Open-market time of each parameter's last change.
  package private(set) var lastChanged: [Parameter: Int64] = [:]
  /// The change that made each of the last versions, to recognise a duplicate request.
  private var carriedOut: [AppliedChange] = []
  /// The highest version made, which is not the one in force while a ramp has gone back to its incumbent.
  private var newest: ConfigurationVersion
  package internal(set) var duplicates = 0
  package internal(set) var fenced = 0

  package init(initial: Configuration) {
    configuration = initial
    approved = initial
    version = .first
    newest = .first
    fence = 0
  }

  package enum Verdict: Hashable, Sendable {
    case applied(ConfigurationApplied)
    /// It had been applied before: acknowledged again, nothing changed.
    case duplicate(ConfigurationApplied)
    case refused(Refusal)
  }

  /// Compare-and-set of one parameter.
  package mutating func apply(
    _ request: ApplyRequest, now: MarketTime, level: SafetyLevel, profile: SymbolProfile
  ) -> Verdict {
    if let refusal = move(to: request.fence) { return .refused(refusal) }
    if let before = carriedOut.first(where: { $0.change == request.change && $0.value == request.value }) {
      duplicates += 1
      // The approval of today, also with a version of yesterday: no answer takes an approval back.
      var again = before.applied
      (again.approved, again.approvals) = (approved, approvals)
      return .duplicate(again)
    }
    guard request.expected == version else {
      return .refused(.staleVersion(expected: request.expected, actual: version))
    }
    let limits = ChangeLimits(
      rules: profile.rules, current: configuration, approved: approved, lastChanged: lastChanged, safety: level)
    switch limits.check(request.parameter, to: request.value, purpose: request.purpose, now: now) {
    case .failure(let refusal):
      return .refused(refusal)
    case .success:
      guard let next = configuration.replacing(request.parameter, with: request.value) else {
        return .refused(.wrongKind(parameter: request.parameter, value: request.value.description))
      }
      // A person approved what was in force, and has not seen this. Less risk is applied all the same.
      guard request.approvals >= approvals || configuration.risk(of: next) == .lowers else {
        return .refused(.approvedSince(plannedUnder: request.approvals, approvals: approvals))
      }
      let before = VersionPair.Side(version: version, configuration: configuration)
      configuration = next
      if request.approves { approved = next }
      newest = newest.next
      version = newest
      pair =
        request.ramps
        ? VersionPair(
          change: request.change, parameter: request.parameter, incumbent: before,
          candidate: VersionPair.Side(version: version, configuration: next)) : nil
      lastChanged[request.parameter] = now.open
      let applied = ConfigurationApplied(
        version: version, configuration: configuration, approved: approved, change: request.change,
        approvals: approvals)
      carriedOut.append(AppliedChange(change: request.change, value: request.value, applied: applied))
      if carriedOut.count > 64 { carriedOut.removeFirst(carriedOut.count - 64) }
      return .applied(applied)
    }
  }

  /// Starts of a writer between two of its requests. A larger epoch is not one of a running writer, and accepted once
  /// it would fence out every true one.
  static let widestStep: Int64 = 10_000
  fileprivate static let fenceName = "fence"

  /// Accepts the writer of this epoch and fences out every earlier one.
  mutating func move(to writer: Int64) -> Refusal? {
    if writer < fence {
      fenced += 1
      return .staleEpoch(writer: writer, fence: fence)
    }
    guard writer - fence <= Self.widestStep else {
      fenced += 1
      return .implausible(
        what: Self.fenceName, value: "\(writer)", lowest: "\(fence)", highest: "\(fence + Self.widestStep)")
    }
    fence = writer
    return nil
  }

  /// Restores it from what was published, where the ledger itself was lost.
  ///
  /// Whether a change began a live ramp is not published, and nobody asks for another turn of one that did not: so the two
  /// versions of the last change are kept as a pair until an approval or the next change.
  ///
  /// - Parameter open: open-market time at which it was published.
  mutating func restore(_ published: ConfigurationApplied, at open: Int64) {
    let isHistory =
      published.change != nil && published.turn == nil
      && (published.version < version || carriedOut.contains { $0.change == published.change })
    guard !isHistory else { return }
    restorePair(published)
    if published.version != version, published.turn == nil {
      for parameter in Parameter.allCases where configuration[parameter] != published.configuration[parameter] {
        lastChanged[parameter] = open
        guard let change = published.change else { continue }
        carriedOut.append(
          AppliedChange(change: change, value: published.configuration[parameter], applied: published))
      }
      if carriedOut.count > 64 { carriedOut.removeFirst(carriedOut.count - 64) }
    }
    (configuration, approved) = (published.configuration, published.approved)
    (version, approvals) = (published.version, published.approvals)
    newest = max(newest, version)
  }

  private mutating func restorePair(_ published: ConfigurationApplied) {
    if published.approvals > approvals { pair = nil }
    guard let change = published.change else { return }
    if let turn = published.turn {
      if var pair, pair.change == change {
        pair.turn = max(pair.turn, turn)
        self.pair = pair
      }
    } else if published.version != version,
      let parameter = Parameter.allCases.first(where: { configuration[$0] != published.configuration[$0] })
    {
      pair = VersionPair(
        change: change, parameter: parameter,
        incumbent: VersionPair.Side(version: version, configuration: configuration),
        candidate: VersionPair.Side(version: published.version, configuration: published.configuration))
    }
  }

  /// A person approves the configuration in force: drift is measured from it. It also ends what was on its way: the
  /// person has not approved the other version of a live ramp.
  package mutating func approvePresent() {
    approved = configuration
    approvals += 1
    pair = nil
  }

  /// What is in force, as an event.
  package var inForce: ConfigurationApplied {
    ConfigurationApplied(
      version: version, configuration: configuration, approved: approved, change: nil, approvals: approvals)
  }

  private struct AppliedChange: Hashable, Sendable, Codable {
    var change: ChangeID
    var value: ParameterValue
    var applied: ConfigurationApplied
  }
}

extension Refusal {
  /// Whether the request was refused for the epoch of its writer.
  var isOfFence: Bool {
    switch self {
    case .staleEpoch, .implausible(what: ConfigurationLedger.fenceName, value: _, lowest: _, highest: _): true
    default: false
    }
  }
}
