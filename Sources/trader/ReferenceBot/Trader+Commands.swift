internal import Domain
internal import GridTrading

extension Trader {
  /// Carries out a request, or refuses it by name of the rule.
  mutating func carryOut(_ command: Command, id: String, from origin: Origin) -> [Effect] {
    switch command {
    case .apply(let request):
      guard origin == .role(.optimizer) else {
        return [.answer(id: id, .notAuthorised("parameters are set by the optimizer only, not by \(origin.name)"))]
      }
      return carry(ledger.apply(request, now: time, level: level, profile: profile), of: request.change, id: id)
    case .switchVersion(let request):
      guard origin == .role(.optimizer) else {
        return [.answer(id: id, .notAuthorised("versions are switched by the optimizer only, not by \(origin.name)"))]
      }
      return carry(ledger.switchVersion(request, level: level, profile: profile), of: request.change, id: id)
    case .approve:
      guard case .person = origin else {
        return [.answer(id: id, .notAuthorised("only a person approves a configuration"))]
      }
      ledger.approvePresent()
      return [.publish(.configurationApplied(ledger.inForce)), .answer(id: id, nil)]
    case .stop(let trip):
      return take(trip) + [.answer(id: id, nil)]
    case .rearm(let trip, _):
      guard case .person = origin else {
        return [.answer(id: id, .notAuthorised("only a named person re-arms"))]
      }
      return rearm(trip, id: id)
    case .propose, .rollBack, .cancelChange, .startExperiment, .cancelExperiment:
      return [.answer(id: id, .notAuthorised("the trader takes no such request; it is for the \(command.recipient)"))]
    }
  }

  /// Trades on with what the ledger has decided, and publishes it.
  private mutating func carry(_ verdict: ConfigurationLedger.Verdict, of change: ChangeID, id: String) -> [Effect] {
    let stopsBefore = engine.positions
    switch verdict {
    case .duplicate(let applied):
      return [.publish(.configurationApplied(applied)), .answer(id: id, nil)]
    case .refused(let refusal):
      var effects: [Effect] = []
      if refusal.isOfFence {
        effects.append(.publish(.incident(Incident(kind: .fenced, detail: "\(refusal)"))))
      }
      let refused = ConfigurationRefused(change: change, refusal: refusal)
      return effects + [.publish(.configurationRefused(refused)), .answer(id: id, refusal)]
    case .applied(let applied):
      engine.adopt(applied.configuration, version: applied.version)
      var effects: [Effect] = [.publish(.configurationApplied(applied)), .answer(id: id, nil)]
      for (before, after) in zip(stopsBefore, engine.positions)
      where before.stopLoss != after.stopLoss || before.takeProfit != after.takeProfit {
        let detail = "trade \(before.id) by version \(applied.version)"
        effects.append(.publish(.incident(Incident(kind: .stopsMoved, detail: detail))))
      }
      return effects
    }
  }

  private mutating func rearm(_ id: String, id command: String) -> [Effect] {
    guard trips.contains(id) else { return [.answer(id: command, .unknownTrip(id))] }
    if trips.level == .halted, flatness != .verifiedFlat {
      return [.answer(id: command, .notVerifiedFlat)]
    }
    trips.remove(id)
    if trips.level < .halted { flatness = .notRequired }
    return [.publish(.safety(safetyReport)), .answer(id: command, nil)]
  }
}
