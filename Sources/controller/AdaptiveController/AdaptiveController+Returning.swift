import Domain

extension AdaptiveController {
  /// Back toward the approved value; the optimizer makes a legal step an hour of it.
  mutating func takeBack(_ index: Int, _ policy: Policy, move: Int, _ effects: inout [Effect]) {
    let parameter = policy.moves[move].parameter
    let trigger = "the alert of \(policy.trigger.rawValue) has cleared"
    if let obstacle = generalObstacle ?? requests.obstacle(to: parameter, purpose: .returnToApproved) {
      return hold(index, obstacle, trigger: trigger, &effects)
    }
    if isReductionWanted(besides: index) {
      return hold(index, "another policy keeps the risk lowered", trigger: trigger, &effects)
    }
    if let target = loweredFrom(parameter) {
      send(index, parameter, target, .returnToApproved, reason: policy.name, trigger: trigger, &effects)
    }
    runs[index].take(.moveDone, of: policy)
  }

  /// Says again that the lowered values are wanted, so that they do not expire.
  mutating func renew(_ index: Int, _ policy: Policy, _ effects: inout [Effect]) {
    guard generalObstacle == nil, settings.autonomy == .auto, let alert = runs[index].alerts.last, let inForce
    else { return }
    runs[index].renewedAt = time.open
    for move in policy.moves where loweredFrom(move.parameter) != nil {
      let value = inForce.configuration[move.parameter]
      let trigger = "alert \(alert.number) still stands: renewed"
      publish(
        policy.name, .propose(parameter: move.parameter, target: value, purpose: .lowerRisk), trigger, &effects)
      send(
        .propose(
          Proposal(
            parameter: move.parameter, target: value, purpose: .lowerRisk, reason: policy.name, evidence: trigger)),
        &effects)
    }
  }

  /// The approved value where the one in force lies below it; `nil` where there is nothing to return from.
  private func loweredFrom(_ parameter: Parameter) -> ParameterValue? {
    guard let inForce, let present = inForce.configuration[parameter].quanta,
      let approved = inForce.approved[parameter].quanta, present < approved
    else { return nil }
    return inForce.approved[parameter]
  }

  /// Proposes what an experiment has proven.
  mutating func promote(_ effects: inout [Effect]) {
    guard let found = promotions.first, time.open >= found.notBefore else { return }
    let obstacle = generalObstacle ?? requests.obstacle(to: found.parameter, purpose: .promotion)
    if let obstacle {
      guard found.heldFor != obstacle else { return }
      promotions[0].heldFor = obstacle
      return publish("promotion", .hold(obstacle), found.evidence, &effects)
    }
    promotions.removeFirst()
    guard let rule, rule.permits(found.parameter, found.value) else {
      let reason = "\(found.parameter.rawValue) \(found.value) is not within the limits, or is in force"
      return publish("promotion", .hold(reason), found.evidence, &effects)
    }
    send(
      nil, found.parameter, found.value, .promotion, reason: "promotion", trigger: found.evidence,
      promotion: found, &effects)
  }
}
