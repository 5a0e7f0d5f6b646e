import Domain

extension Refusal {
  /// What was refused, by which rule, and when or how it would be allowed. For a person.
  var sentence: String {
    switch self {
    case .outOfBounds(let parameter, let value, let lowest, let highest):
      "out of bounds: \(parameter.rawValue) \(value) is not within \(lowest) to \(highest)"
    case .stepTooLarge(let parameter, let from, let to, let lowest, let highest):
      "step too large: \(parameter.rawValue) may go from \(from) to anything within \(lowest) to \(highest) in one "
        + "change, not to \(to); a larger move becomes a plan of steps"
    case .cooldown(let parameter, let remaining):
      "cooldown: \(parameter.rawValue) was changed less than an hour of open market ago; allowed in "
        + durationText(remaining)
    case .drift(let parameter, let value, let approved, let lowest, let highest):
      "drift: \(parameter.rawValue) \(value) is too far from the approved \(approved); allowed are \(lowest) to "
        + "\(highest). A person can approve the present configuration with `sotano approve`"
    case .staleVersion(let expected, let actual):
      "stale version: the change was made for version \(expected), but \(actual) is in force"
    case .staleEpoch(let writer, let fence):
      "stale writer: epoch \(writer) was replaced by \(fence)"
    case .wrongKind(let parameter, let value):
      "wrong kind: \(value) is not a value of \(parameter.rawValue)"
    case .unchanged(let parameter, let value):
      "unchanged: \(parameter.rawValue) is \(value) already"
    case .withoutEffect(let parameter, let value):
      "without effect: \(parameter.rawValue) \(value) could not have altered any recent trade"
    case .changeInProgress(let parameter, let change):
      "a change is in progress: change \(change) of \(parameter.rawValue) has no verdict yet; "
        + "`sotano explain \(change)` tells how far it is"
    case .experimentInProgress(let experiment):
      "experiment \(experiment) is running; one at a time"
    case .safety(let level):
      "safety: the bot is \(level.name), and parameters move only while it is active"
    case .unknownInputs(let what):
      "unknown inputs: \(what); nothing is changed on unknown ground"
    case .notAuthorised(let why):
      "not authorised: \(why)"
    case .unknownChange(let change):
      "there is no change \(change); `sotano changes` lists them"
    case .unknownTrip(let trip):
      "there is no trip \(trip); `sotano status` lists those in force"
    case .notVerifiedFlat:
      "not verified flat: the venue has not yet shown twice in a row that nothing is open; `sotano status` says more"
    case .worstCaseRises(let from, let to):
      "the worst case would rise from \(from) to \(to) (hundredths of a lot × positions × tenths of a pip)"
    case .needsProof(let parameter):
      "needs proof: \(parameter.rawValue) moves this way only after an experiment has shown that it helps"
    case .malformed(let what):
      "malformed: \(what)"
    case .implausible(let what, let value, let lowest, let highest):
      "implausible: \(what) \(value) is not within \(lowest) to \(highest), and nothing beyond is looked at"
    case .approvedSince(let plannedUnder, let approvals):
      "approved since: it was planned under approval \(plannedUnder), and a person has approved the configuration in "
        + "force since (approval \(approvals)); only less risk goes on"
    case .unavailable(let what):
      "unavailable: \(what); try again"
    case .busy(let queued, let limit):
      "busy: \(queued) requests wait already, and \(limit) may; wait for their answers, then ask again. It was not taken"
    }
  }

  /// The sysexits code that goes with it.
  var exitCode: Int32 {
    switch self {
    case .notAuthorised, .staleEpoch: 77
    case .unavailable, .busy, .cooldown, .changeInProgress, .experimentInProgress, .notVerifiedFlat, .safety,
      .approvedSince:
      75
    case .malformed, .wrongKind: 64
    default: 65
    }
  }
}
