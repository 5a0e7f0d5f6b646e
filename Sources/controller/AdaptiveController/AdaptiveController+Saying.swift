import Domain

extension AdaptiveController {
  /// Proposes a change, or recommends it where a person is to act.
  mutating func send(
    _ index: Int?, _ parameter: Parameter, _ target: ParameterValue, _ purpose: ChangePurpose, reason: String,
    trigger: String, promotion: Promotion? = nil, _ effects: inout [Effect]
  ) {
    if let index { runs[index].noteSent(at: time.open, policy: settings.policies[index]) }
    switch settings.autonomy {
    case .auto:
      publish(reason, .propose(parameter: parameter, target: target, purpose: purpose), trigger, &effects)
      send(
        .propose(
          Proposal(
            parameter: parameter, target: target, purpose: purpose, reason: reason, evidence: trigger,
            ramp: promotion?.ramp)),
        &effects)
      requests.add(
        Request(
          policy: reason, subject: .plan(parameter: parameter, target: target, purpose: purpose), lastNews: time.open,
          promotion: promotion))
    case .recommend, .approve:
      publish(reason, .recommend(parameter: parameter, target: target), trigger, &effects)
    case .observe:
      publish(reason, .hold("observes only; \(parameter.rawValue) \(target) would fit"), trigger, &effects)
    }
  }

  /// Sends a command. Its name has the epoch in it, so that a controller that runs from an older copy of its journal does
  /// not take the answer to another request of the same number for its own.
  mutating func send(_ command: Command, _ effects: inout [Effect]) {
    lastCommand += 1
    effects.append(.send(id: "\(Self.role.rawValue)-\(epoch)-\(lastCommand)", command))
  }

  mutating func publish(_ policy: String, _ action: Decision.Action, _ trigger: String, _ effects: inout [Effect]) {
    let decision = Decision(
      number: (lastDecision?.number ?? 0) + 1, policy: policy, action: action, trigger: trigger)
    lastDecision = decision
    hasNews = true
    effects.append(.publish(.decision(decision)))
  }

  mutating func hold(_ index: Int, _ reason: String, _ alert: Alert, _ effects: inout [Effect]) {
    hold(index, reason, trigger: "alert \(alert.number), \(alert.kind.rawValue): \(alert.text)", &effects)
  }

  /// Says why nothing is done; once as long as the reason stays the same.
  mutating func hold(_ index: Int, _ reason: String, trigger: String, _ effects: inout [Effect]) {
    guard runs[index].heldFor != reason else { return }
    runs[index].heldFor = reason
    publish(settings.policies[index].name, .hold(reason), trigger, &effects)
  }

  /// The state of the whole, when it has changed and once an hour.
  mutating func report(effects: inout [Effect]) {
    guard hasNews || time.open >= nextReport else { return }
    hasNews = false
    let report = ControllerReport(
      level: level ?? .frozen, openAlerts: alerts, changesProposed: requests.proposed, changesKept: requests.kept,
      changesReverted: requests.reverted, experimentRunning: requests.running?.id, lastDecision: lastDecision)
    guard report != lastReport || time.open >= nextReport else { return }
    lastReport = report
    nextReport = (time.open / settings.reportEvery + 1) * settings.reportEvery
    effects.append(.publish(.report(report)))
  }
}
