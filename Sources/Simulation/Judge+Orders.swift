import Domain
import GridTrading
import ReferenceBot
import Runtime
import TraderRuntime

extension Judge {
  /// The venue has taken an order; without a turn it is none of the trader's.
  func ordered(_ trade: OpenTrade, in turn: Turn<TraderState>?, now: Int64) {
    // What the venue has already is not a new order: the bot crashed before it had recorded it.
    let isNew = !venue.knows(trade.id)
    if let before = venue.accept(trade) {
      find(.orderNumberReused, now, "order \(trade.id) of \(trade.entryTime) was one of \(before.entryTime) before")
    }
    guard isNew else { return }
    orders += 1
    if stopOnlySince != nil { find(.orderAfterStop, now, "order \(trade.id) by what only stops") }
    if latch.level >= .reducing {
      find(.orderAfterStop, now, "order \(trade.id) although the latch says \(latch.level.name)")
    }
    if !level.allowsEntries { find(.orderAfterStop, now, "order \(trade.id) at level \(level.name)") }
    for role in [Role.monitor, .controller] where lastBeat[role].map({ $0 < traderStartedAt }) ?? true {
      find(.orderBeforeFirstBeats, now, "order \(trade.id) before the \(role) had beaten since the trader's start")
    }
    guard let trader = turn?.checkpoint?.trader else { return }
    if trade.lots != configuration.lotSize {
      find(.limitBroken, now, "order \(trade.id) of \(trade.lots) lots, in force are \(configuration.lotSize)")
    }
    if trader.engine.positions.count > configuration.maxPositions, trader.engine.positions.last?.id == trade.id {
      find(.limitBroken, now, "order \(trade.id) makes \(trader.engine.positions.count) open trades")
    }
  }

  /// A turn of the trader is on its disk.
  func committed(_ turn: Turn<TraderState>, now: Int64) {
    guard let trader = turn.checkpoint?.trader else { return }
    committedEvent = turn.sequence
    venue.confirm(
      turn.published.compactMap { if case .tradeOpened(let trade) = $0.event { trade.id } else { nil } })
    committedTrips = trader.trips.level
    for item in turn.published {
      switch item.event {
      case .configurationApplied(let applied): take(applied, turn.time, trader, now: now)
      case .configurationRefused(let refused):
        if case .cooldown = refused.refusal, requests[refused.change]?.purpose == .rollback {
          find(.rollbackBlocked, now, "change \(refused.change), a rollback, was refused for the cooldown")
        }
      case .tradeOpened(let trade): bookedOpening(trade, now: now)
      case .tradeClosed(let closed): bookedClosing(closed, now: now)
      default: break
      }
    }
  }

  private func take(_ applied: ConfigurationApplied, _ time: MarketTime, _ trader: Trader, now: Int64) {
    lastPair = trader.ledger.pair ?? lastPair
    approvals = max(approvals, applied.approvals)
    if applied.turn != nil, let pair = lastPair {
      turn(applied, between: pair, now: now)
    } else if applied.version == version {
      if applied.configuration != configuration {
        find(.limitBroken, now, "version \(version) is another configuration than it was")
      }
      if applied.approved != approved, !isPersonActing {
        find(.approvedWithoutPerson, now, "the approved configuration changed at version \(version)")
      }
      approved = applied.approved
    } else if applied.version == newest.next {
      bringIntoForce(applied, time, trader, now: now)
    } else if applied.change.flatMap({ carriedOut[$0] }) != applied.version {
      find(.changeLost, now, "version \(applied.version) after \(version)")
    }
  }

  /// A live ramp goes on with the other of its two versions, which is not a new change.
  private func turn(_ applied: ConfigurationApplied, between pair: VersionPair, now: Int64) {
    let sides = [pair.incumbent, pair.candidate]
    guard carriedOut[pair.change] == pair.candidate.version,
      sides.contains(where: { $0.version == applied.version && $0.configuration == applied.configuration })
    else {
      return find(.limitBroken, now, "version \(applied.version) by a turn of change \(pair.change)")
    }
    version = applied.version
    configuration = applied.configuration
  }

  private func bringIntoForce(_ applied: ConfigurationApplied, _ time: MarketTime, _ trader: Trader, now: Int64) {
    let changed = Parameter.allCases.filter { configuration[$0] != applied.configuration[$0] }
    guard changed.count == 1, let parameter = changed.first, let change = applied.change else {
      return find(.limitBroken, now, "version \(applied.version) changes \(changed.count) parameters")
    }
    if let before = carriedOut[change] {
      find(.changeCarriedOutTwice, now, "change \(change) made version \(before) and \(applied.version)")
    }
    if let kind = wrong[change] {
      find(.wrongRequestCarriedOut, now, "change \(change) (\(kind.rawValue)) made version \(applied.version)")
    }
    if !trader.level.allowsChanges { find(.limitBroken, now, "change \(change) at level \(trader.level.name)") }
    if let request = requests[change] {
      judge(request, parameter, applied.configuration, open: time.open, now: now)
    }
    version = applied.version
    newest = version
    configuration = applied.configuration
    approved = applied.approved
    carriedOut[change] = applied.version
    lastChanged[parameter] = time.open
    compareStops(trader, now: now)
  }

  /// The limits, computed again from the rules of the profile.
  private func judge(
    _ request: ApplyRequest, _ parameter: Parameter, _ next: Configuration, open: Int64, now: Int64
  ) {
    let name = "change \(request.change) of \(parameter.rawValue) to \(request.value)"
    if request.expected != version {
      find(.wrongRequestCarriedOut, now, "\(name) expected version \(request.expected)")
    }
    if request.approvals < approvals, configuration.risk(of: next) == .raises {
      find(
        .unseenRise, now,
        "\(name) was planned under approval \(request.approvals), a person has since given approval \(approvals)")
    }
    guard let rule = profile.rules[parameter], let from = configuration[parameter].quanta,
      let to = next[parameter].quanta, let home = approved[parameter].quanta
    else { return }
    if to < rule.lowest || to > rule.highest { find(.limitBroken, now, "\(name) is out of bounds") }
    if request.purpose != .rollback {
      let reach = max(1, from * (to > from ? rule.risePerMille : rule.fallPerMille) / 1000)
      if abs(to - from) > reach { find(.limitBroken, now, "\(name) is a step of \(to - from), at most \(reach)") }
      if request.purpose != .lowerRisk, let last = lastChanged[parameter], open - last < profile.rules.cooldown {
        find(.limitBroken, now, "\(name) comes \(open - last) ms after the change before")
      }
    }
    let isNearer = abs(to - home) < abs(from - home)
    // A lower limit of the spread takes fewer trades, although the worst case is what it was.
    let lowersRisk = next.worstCase < configuration.worstCase || next.maxSpread < configuration.maxSpread
    if abs(to - home) > home * profile.rules.driftPerMille / 1000, !lowersRisk, !isNearer {
      find(.limitBroken, now, "\(name) drifts too far from the approved \(approved[parameter])")
    }
  }

  func compareStops(_ trader: Trader, now: Int64) {
    for position in trader.engine.positions {
      guard let order = venue.open[position.id] else { continue }
      if order.stopLoss != position.stopLoss || order.takeProfit != position.takeProfit
        || order.trade.stopLoss != order.stopLoss
      {
        find(.stopsOfOpenTradeMoved, now, "trade \(position.id)")
      }
    }
  }
}
