import Domain

extension AdaptiveController {
  /// Why nothing may be decided now, whatever it is; `nil` when something may.
  var generalObstacle: String? {
    guard let level else { return "the trader has not said its safety level" }
    guard level.allowsChanges else { return "the bot is \(level.name)" }
    guard inForce != nil else { return "the trader has not said which configuration is in force" }
    if let unknown = alerts.first(where: { $0.kind == .unknownInput }) {
      return "inputs are unknown (alert \(unknown.number))"
    }
    guard let toClose = calendar.minutesToClose(at: time.utc) else { return "the market is closed" }
    if toClose <= settings.minutesBeforeClose { return "the week is about to close" }
    let toRollover = calendar.minutesToRollover(at: time.utc)
    if min(toRollover, 24 * 60 - toRollover) <= settings.minutesAroundRollover { return "the rollover is near" }
    return nil
  }

  /// What the rules allow from here; `nil` while the configuration is unknown.
  var rule: TargetRule? {
    inForce.map {
      TargetRule(rules: profile.rules, configuration: $0.configuration, approved: $0.approved)
    }
  }

  /// Whether another policy wants risk to stay lowered.
  func isReductionWanted(besides index: Int) -> Bool {
    runs.indices.contains { other in
      guard other != index, settings.policies[other].response == .lowerRisk else { return false }
      switch runs[other].stage {
      case .acting, .waiting: return true
      case .idle, .returning: return false
      }
    }
  }
}
