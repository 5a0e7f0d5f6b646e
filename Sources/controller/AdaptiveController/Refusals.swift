import Domain

extension Refusal {
  /// Open-market milliseconds after which the same proposal may pass; `nil` for a rule that time does not lift.
  func pause(otherwise usual: Int64) -> Int64? {
    switch self {
    case .cooldown(_, let remaining): max(remaining, MarketTime.minute)
    case .staleVersion, .staleEpoch, .changeInProgress, .experimentInProgress, .safety, .unknownInputs, .unavailable,
      .busy, .approvedSince:
      usual
    case .outOfBounds, .stepTooLarge, .drift, .wrongKind, .unchanged, .withoutEffect, .notAuthorised, .unknownChange,
      .unknownTrip, .notVerifiedFlat, .worstCaseRises, .needsProof, .malformed, .implausible:
      nil
    }
  }
}

extension Outcome {
  /// Open-market milliseconds after which the same request may pass; `nil` where it was not refused, or for good.
  func pause(otherwise usual: Int64) -> Int64? {
    switch self {
    case .refused(let refusal): refusal.pause(otherwise: usual)
    case .kept, .reverted, .nothing: nil
    }
  }
}

extension Request {
  /// The place of the request's parameter among the policy's moves.
  func move(of policy: Policy) -> Int? {
    switch subject {
    case .plan(let parameter, _, _): policy.moves.firstIndex { $0.parameter == parameter }
    case .experiment: nil
    }
  }
}
