import Domain

extension AdaptiveController {
  /// Goes through the policies, the most urgent first. Each may make one move a minute.
  mutating func decide(effects: inout [Effect]) {
    requests.giveUp(at: time.open, answerTime: settings.answerTime, patience: settings.patience)
    for index in runs.indices {
      let policy = settings.policies[index]
      if runs[index].stage == .waiting { retry(index, policy, &effects) }
      guard time.open >= runs[index].pausedUntil else { continue }
      switch runs[index].stage {
      case .idle, .waiting: break
      case .acting(let move):
        if policy.response == .lowerRisk { requests.dropReturns(of: policy.name) }
        guard move > 0 || time.open >= runs[index].notBefore, !requests.isBusy(for: policy.name) else { continue }
        act(index, policy, move: move, &effects)
      case .returning(let move):
        guard !requests.isBusy(for: policy.name) else { continue }
        takeBack(index, policy, move: move, &effects)
      }
    }
    promote(&effects)
  }

  /// What lowers risk is renewed while its alert stands; other answers are tried again after the cooldown.
  private mutating func retry(_ index: Int, _ policy: Policy, _ effects: inout [Effect]) {
    switch policy.response {
    case .lowerRisk:
      guard runs[index].hasMoved, time.open - runs[index].renewedAt >= settings.renewEvery else { return }
      renew(index, policy, &effects)
    case .remedy, .experiment, .excludeSession:
      guard !requests.isBusy(for: policy.name) else { return }
      if time.open >= runs[index].notBefore { runs[index].take(.retry, of: policy) }
    }
  }

  private mutating func act(_ index: Int, _ policy: Policy, move: Int, _ effects: inout [Effect]) {
    guard let alert = runs[index].alerts.last else { return }
    if let obstacle = generalObstacle { return hold(index, obstacle, alert, &effects) }
    guard let rule else { return }
    let trigger = "alert \(alert.number), \(alert.kind.rawValue): \(alert.text)"
    switch policy.response {
    case .lowerRisk:
      runs[index].renewedAt = time.open
      propose(index, policy.moves[move], purpose: .lowerRisk, rule, alert, trigger, &effects)
    case .remedy:
      switch policy.proof {
      case .measured: propose(index, policy.moves[move], purpose: .remedy, rule, alert, trigger, &effects)
      case .experiment: compare(index, [policy.moves[move]], rule, alert, trigger, &effects)
      }
    case .experiment: compare(index, policy.moves, rule, alert, trigger, &effects)
    case .excludeSession: exclude(index, rule, alert, trigger, &effects)
    }
  }

  private mutating func propose(
    _ index: Int, _ move: Policy.Move, purpose: ChangePurpose, _ rule: TargetRule, _ alert: Alert, _ trigger: String,
    _ effects: inout [Effect]
  ) {
    if let obstacle = requests.obstacle(to: move.parameter, purpose: purpose) {
      return hold(index, obstacle, alert, &effects)
    }
    let policy = settings.policies[index]
    if let target = rule.target(move, purpose: purpose) {
      send(index, move.parameter, target, purpose, reason: policy.name, trigger: trigger, &effects)
    } else {
      hold(index, "the limits leave no room to move \(move.parameter.rawValue)", alert, &effects)
      runs[index].notBefore = max(runs[index].notBefore, time.open + policy.cooldown)
    }
    runs[index].take(.moveDone, of: policy)
  }

  private mutating func compare(
    _ index: Int, _ moves: [Policy.Move], _ rule: TargetRule, _ alert: Alert, _ trigger: String,
    _ effects: inout [Effect]
  ) {
    let values = moves.filter { $0.parameter == moves.first?.parameter }.compactMap { rule.candidate($0) }
    start(index, moves.first?.parameter, values, alert, trigger, &effects)
  }

  /// The present sessions without the one that loses.
  private mutating func exclude(
    _ index: Int, _ rule: TargetRule, _ alert: Alert, _ trigger: String, _ effects: inout [Effect]
  ) {
    let present = rule.configuration.tradingSessions
    let rest = alert.session.map { present.subtracting(SessionSet($0)) } ?? present
    let values: [ParameterValue] = rest.isEmpty || rest == present ? [] : [.sessions(rest)]
    start(index, .tradingSessions, values, alert, trigger, &effects)
  }

  private mutating func start(
    _ index: Int, _ parameter: Parameter?, _ values: [ParameterValue], _ alert: Alert, _ trigger: String,
    _ effects: inout [Effect]
  ) {
    if let obstacle = requests.obstacleToExperiment { return hold(index, obstacle, alert, &effects) }
    let policy = settings.policies[index]
    if let parameter, !values.isEmpty {
      let names = values.map(\.description).joined(separator: ", ")
      if settings.autonomy == .auto {
        publish(policy.name, .startExperiment(parameter: parameter, values: values), trigger, &effects)
        send(
          .startExperiment(
            ExperimentRequest(
              hypothesis: "\(parameter.rawValue) at \(names) earns more than now (\(trigger))", parameter: parameter,
              values: values, priority: runs.count - index)), &effects)
        requests.add(Request(policy: policy.name, subject: .experiment, lastNews: time.open))
      } else {
        publish(
          policy.name, .hold("left to a person: an experiment on \(parameter.rawValue) at \(names)"), trigger, &effects)
      }
      runs[index].noteSent(at: time.open, policy: policy)
    } else {
      hold(index, "there is no candidate within the limits", alert, &effects)
      runs[index].notBefore = max(runs[index].notBefore, time.open + policy.cooldown)
    }
    runs[index].take(.moveDone, of: policy)
  }
}
