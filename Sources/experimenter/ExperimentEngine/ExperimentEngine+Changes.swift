import Domain
import GridTrading

extension ExperimentEngine {
  /// Follows the bot to another configuration and starts to measure the change that led there.
  mutating func adopt(_ now: ConfigurationApplied) -> [Effect] {
    guard let before = inForce, var engine = incumbent else {
      inForce = now
      incumbent = GridEngine(profile: profile, configuration: now.configuration, version: now.version)
      return []
    }
    if let turn = now.turn, experiment?.ramp?.change == now.change { experiment?.ramp?.confirm(turn) }
    // The same version again: a repeated acknowledgement, or another approval.
    guard now.version != before.version else {
      if now.change == nil { inForce = now }
      return []
    }
    // A request that came twice is acknowledged with the version that it had made, which may be history by now.
    if now.change != nil, now.turn == nil, now.version < before.version { return [] }
    if let change = now.change, now.turn == nil { predecessor = Predecessor(change: change, applied: before) }
    inForce = now
    let quote = presentQuote
    var effects: [Effect] = []
    let moved = Parameter.allCases.filter { before.configuration[$0] != now.configuration[$0] }
    for parameter in moved {
      let value = now.configuration[parameter]
      for index in measurements.indices where measurements[index].parameter != parameter {
        measurements[index].trial.adopt(parameter, value, version: now.version, quote: quote)
      }
    }
    noteMove(moved, now, quote: quote, &effects)
    if now.turn == nil, let change = now.change, let parameter = moved.first, !unmeasured.contains(change) {
      measurements.append(
        Measurement(
          of: now, change: change, parameter: parameter, incumbent: engine, quote: quote, now: time,
          settings: settings))
    }
    unmeasured.removeAll { $0 == now.change }
    engine.adopt(now.configuration, version: now.version)
    incumbent = engine
    startNext(&effects)
    return effects
  }

  /// What the optimizer says of a change: whether shadows shall speak about it, and when they have spoken enough.
  mutating func hear(_ record: ChangeRecord) -> [Effect] {
    var effects: [Effect] = []
    noteEnd(record, &effects)
    beginRamp(record, &effects)
    if record.stage.isFinal {
      measurements.removeAll { $0.change == record.id }
      unmeasured.removeAll { $0 == record.id }
      return effects
    }
    switch record.purpose {
    case .byHand, .remedy, .promotion, .planted: break
    case .lowerRisk, .returnToApproved, .rollback:
      measurements.removeAll { $0.change == record.id }
      if record.version == nil, !unmeasured.contains(record.id) { unmeasured.append(record.id) }
    }
    return effects
  }
}
