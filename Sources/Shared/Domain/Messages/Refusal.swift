/// The rule by which something was refused, with the numbers that a person needs.
package enum Refusal: Error, Hashable, Sendable, Codable {
  case outOfBounds(parameter: Parameter, value: String, lowest: String, highest: String)
  case stepTooLarge(parameter: Parameter, from: String, to: String, lowestStep: String, highestStep: String)
  /// `remaining` is how many open-market milliseconds are left.
  case cooldown(parameter: Parameter, remaining: Int64)
  case drift(parameter: Parameter, value: String, approved: String, lowest: String, highest: String)
  case staleVersion(expected: ConfigurationVersion, actual: ConfigurationVersion)
  case staleEpoch(writer: Int64, fence: Int64)
  case wrongKind(parameter: Parameter, value: String)
  case unchanged(parameter: Parameter, value: String)
  /// The change could not have altered any trade of the last window.
  case withoutEffect(parameter: Parameter, value: String)
  case changeInProgress(parameter: Parameter, change: ChangeID)
  case experimentInProgress(ExperimentID)
  case safety(SafetyLevel)
  case unknownInputs(String)
  case notAuthorised(String)
  case unknownChange(ChangeID)
  case unknownTrip(String)
  case notVerifiedFlat
  case worstCaseRises(from: Int64, to: Int64)
  case needsProof(parameter: Parameter)
  case malformed(String)
  /// The number is beyond anything that it could mean, whatever is in force.
  case implausible(what: String, value: String, lowest: String, highest: String)
  /// The answering process is starting or shutting down.
  case unavailable(String)
  /// So many requests of this sender, or of all, wait already, and `limit` may. It was not accepted; the sender may
  /// retry.
  case busy(queued: Int64, limit: Int64)
  /// A person has approved the configuration in force after the request's plan was made, and it does not lower risk.
  case approvedSince(plannedUnder: Int64, approvals: Int64)
}
