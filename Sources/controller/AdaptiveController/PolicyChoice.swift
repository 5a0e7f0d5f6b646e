import Domain

/// What a policy does in a minute in which it is its turn.
enum PolicyChoice: Hashable {
  /// Something is in the way. The move is looked at again in the next minute.
  case wait(String)
  /// The limits leave nothing to do, or nothing is to be taken back: the move is skipped.
  case pass(String?)
  case propose(Parameter, ParameterValue, ChangePurpose)
  /// Compares values with the incumbent's.
  case compare(Parameter, [ParameterValue])
}

extension PolicyChoice {
  /// A policy's answer to its alert.
  static func answer(
    to alert: Alert, move: Int, of policy: Policy, _ situation: Situation, _ requests: Requests
  ) -> PolicyChoice {
    if let obstacle = situation.obstacle { return .wait(obstacle) }
    guard let rule = situation.rule else { return .wait(Situation.unknownConfiguration) }
    switch (policy.response, policy.proof) {
    case (.lowerRisk, _): return change(policy.moves[move], purpose: .lowerRisk, rule, requests)
    case (.remedy, .measured): return change(policy.moves[move], purpose: .remedy, rule, requests)
    case (.remedy, .experiment): return experiment(with: [policy.moves[move]], rule, requests)
    case (.experiment, _): return experiment(with: policy.moves, rule, requests)
    case (.excludeSession, _):
      // The present sessions without the one that loses.
      let present = rule.configuration.tradingSessions
      let rest = alert.session.map { present.subtracting(SessionSet($0)) } ?? present
      return experiment(.tradingSessions, rest.isEmpty || rest == present ? [] : [.sessions(rest)], requests)
    }
  }

  /// Back toward the approved value; the optimizer makes a legal step an hour of it.
  ///
  /// - Parameter isReductionWanted: whether another policy wants risk to stay lowered.
  static func takeBack(
    _ parameter: Parameter, isReductionWanted: Bool, _ situation: Situation, _ requests: Requests
  ) -> PolicyChoice {
    if let obstacle = situation.obstacle ?? requests.obstacle(to: parameter, purpose: .returnToApproved) {
      return .wait(obstacle)
    }
    if isReductionWanted { return .wait("another policy keeps the risk lowered") }
    return situation.loweredFrom(parameter).map { .propose(parameter, $0, .returnToApproved) } ?? .pass(nil)
  }

  private static func change(
    _ move: Policy.Move, purpose: ChangePurpose, _ rule: TargetRule, _ requests: Requests
  ) -> PolicyChoice {
    if let obstacle = requests.obstacle(to: move.parameter, purpose: purpose) { return .wait(obstacle) }
    return rule.target(move, purpose: purpose).map { .propose(move.parameter, $0, purpose) }
      ?? .pass("the limits leave no room to move \(move.parameter.rawValue)")
  }

  private static func experiment(
    with moves: [Policy.Move], _ rule: TargetRule, _ requests: Requests
  ) -> PolicyChoice {
    let parameter = moves.first?.parameter
    return experiment(parameter, moves.filter { $0.parameter == parameter }.compactMap(rule.candidate), requests)
  }

  private static func experiment(
    _ parameter: Parameter?, _ values: [ParameterValue], _ requests: Requests
  ) -> PolicyChoice {
    if let obstacle = requests.obstacleToExperiment { return .wait(obstacle) }
    guard let parameter, !values.isEmpty else { return .pass("there is no candidate within the limits") }
    return .compare(parameter, values)
  }
}
