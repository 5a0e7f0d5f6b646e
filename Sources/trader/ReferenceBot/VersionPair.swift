package import Domain

/// The two versions of a live ramp, between which the optimizer may switch without a new change.
package struct VersionPair: Hashable, Sendable, Codable {
  package struct Side: Hashable, Sendable, Codable {
    package var version: ConfigurationVersion
    package var configuration: Configuration
  }

  /// The change that made the candidate's version.
  package var change: ChangeID
  package var parameter: Parameter
  package var incumbent: Side
  package var candidate: Side
  /// The last turn carried out; turn 0 was the change itself.
  package var turn = 0
}

extension ConfigurationLedger {
  /// Puts the other version of the pair in force, where the request is of the present writer, newer than the last one,
  /// and where its value still lies within bounds and drift.
  ///
  /// Neither step nor cooldown is asked: the pair is one legal step apart, which was checked when it was made. Back to
  /// the incumbent is always allowed, as any return to less risk or to what was proven is.
  package mutating func switchVersion(_ request: VersionSwitch, level: SafetyLevel, profile: SymbolProfile) -> Verdict {
    if let refusal = move(to: request.fence) { return .refused(refusal) }
    guard var pair, pair.change == request.change else { return .refused(.unknownChange(request.change)) }
    guard request.turn > pair.turn else {
      duplicates += 1
      return .duplicate(inForce(by: pair))
    }
    let side: VersionPair.Side
    switch request.version {
    case pair.incumbent.version: side = pair.incumbent
    case pair.candidate.version:
      guard level.allowsChanges else { return .refused(.safety(level)) }
      if version != pair.candidate.version, let refusal = objection(to: pair, profile) { return .refused(refusal) }
      side = pair.candidate
    default: return .refused(.staleVersion(expected: request.version, actual: version))
    }
    pair.turn = request.turn
    self.pair = pair
    version = side.version
    configuration = side.configuration
    return .applied(inForce(by: pair))
  }

  private func objection(to pair: VersionPair, _ profile: SymbolProfile) -> Refusal? {
    let limits = ChangeLimits(
      rules: profile.rules, current: configuration, approved: approved, lastChanged: [:], safety: .active)
    let value = pair.candidate.configuration[pair.parameter]
    if case .failure(let refusal) = limits.checkTarget(pair.parameter, to: value, purpose: .promotion) {
      return refusal
    }
    return nil
  }

  private func inForce(by pair: VersionPair) -> ConfigurationApplied {
    ConfigurationApplied(
      version: version, configuration: configuration, approved: approved, change: pair.change, turn: pair.turn,
      approvals: approvals)
  }
}
