import Domain
import GridTrading
import ReferenceBot
import Wire

extension Judge {
  /// What timers and a turn may take beyond a bound; milliseconds.
  private static let slack: Int64 = 500

  func traderStarted(_ trader: Trader, now: Int64) {
    traderStartedAt = now
    stopOnlySince = nil
    runsSince = now
    lastTick = now
    polls = 0
    sight.traderStarted(now)
    startsHeard = [:]
    beginsAnew = [:]
    if trader.ledger.version != version {
      find(.changeLost, now, "the trader comes back with version \(trader.ledger.version), in force was \(version)")
    }
    if trader.trips.level < committedTrips {
      find(
        .levelFellWithoutPerson, now,
        "the trader comes back at \(trader.trips.level.name), it was \(committedTrips.name)")
    }
    tripsLevel = trader.trips.level
    flatness = trader.flatness
    compareStops(trader, now: now)
  }

  /// The first turn is done: what the latch says must hold.
  func traderStands(_ trader: Trader?, now: Int64) {
    guard let trader else { return }
    if trader.trips.level < latch.level {
      find(
        .levelFellWithoutPerson, now,
        "the trader starts at \(trader.trips.level.name), the latch says \(latch.level.name)")
    }
  }

  func beat(_ beat: Beat, head: Int64, epoch: Int64, now: Int64) {
    lastBeat[beat.role] = now
    sight.hear(beat, head: head, epoch: epoch, now: now, runsSince: runsSince)
  }

  func published(_ sequence: Int64, now: Int64) {
    sight.published(sequence, now)
  }

  /// The trader is about to ask the venue, with its timers or at a minute's end.
  func polling(now: Int64) {
    polls = venue.isSilent ? 0 : polls + 1
    lastPoll = now
  }

  func noteLatch(_ now: Int64) {
    if latch.level > latchLevel { latchSince = now }
    latchLevel = latch.level
  }

  func noteVenue(_ now: Int64) {
    venueWellSince = venue.isSilent || venue.refusesToClose ? .max : now
  }

  /// After every call of the trader.
  func turned(_ trader: Trader?, now: Int64) {
    guard let trader else { return }
    if trader.trips.level != tripsLevel {
      if trader.trips.level < tripsLevel, !isPersonActing {
        find(.levelFellWithoutPerson, now, "from \(tripsLevel.name) to \(trader.trips.level.name)")
      }
      if trader.trips.level == .halted {
        haltedSince = now
        // The look that found the stop was followed by a question in the same turn.
        polls = lastPoll == now && !venue.isSilent ? 1 : 0
      }
      tripsLevel = trader.trips.level
    }
    level = trader.level
    guard trader.flatness != flatness else { return }
    flatness = trader.flatness
    guard case .verifiedFlat = flatness else { return }
    let open = venue.open.keys.sorted()
    if !open.isEmpty {
      find(.falselyFlat, now, "flat is claimed while \(open.map(\.description).joined(separator: ", ")) are open")
    }
    if polls < 2 { find(.falselyFlat, now, "flat is claimed after \(polls) answers of the venue") }
  }

  /// Something is done to the trader that keeps it from taking turns. That it is asked too much is not of that kind.
  func excuse(until instant: Int64) {
    excusedUntil = max(excusedUntil, instant)
  }

  /// The trader is about to look at its timers: what it could have seen by now must have reached it in time.
  func turns(_ trader: Trader?, now: Int64) {
    if now - lastTick > 150, excusedUntil > lastTick { runsSince = now }
    lastTick = now
    guard let trader, now - runsSince > Self.slack, latch.level > trader.trips.level, now - latchSince > Self.slack
    else { return }
    find(
      .stopNotReachedInTime, now,
      "the latch says \(latch.level.name) since \(latchSince) ms, and the trader has not looked until now")
  }

  /// With the trader's timers, every 100 ms while it takes its turns.
  func ticked(_ trader: Trader?, now: Int64) {
    guard let trader else { return }
    noteLatch(now)
    guard now - runsSince > Self.slack else { return }
    if latch.level > trader.trips.level, now - latchSince > Self.slack {
      find(
        .stopNotReachedInTime, now,
        "the latch says \(latch.level.name) since \(latchSince) ms, the trader is at \(trader.trips.level.name)")
    }
    checkSilence(trader, now: now)
    checkHalt(trader, now: now)
    if trader.trips.level == .halted, trader.lastQuote != nil, trader.flatness != .verifiedFlat, venueWellSince < now,
      now - max(haltedSince, venueWellSince, runsSince) > 4 * Self.slack
    {
      find(.flatNotReachedInTime, now, "halted since \(haltedSince) ms and \(trader.flatness)")
    }
  }

  private func checkSilence(_ trader: Trader, now: Int64) {
    guard let monitor = lastBeat[.monitor], let controller = lastBeat[.controller],
      sight.shown.isSuperset(of: [.monitor, .controller])
    else {
      if trader.level < .frozen { find(.silenceNotNoticedInTime, now, "not frozen before the first beats") }
      return
    }
    // What was published before the trader last stood still is noted when it goes on.
    let ofMonitor = now - (sight.blindSince[.monitor].map { max($0, runsSince) } ?? monitor)
    let ofController = now - (sight.blindSince[.controller].map { max($0, runsSince) } ?? controller)
    let demanded: SafetyLevel =
      if min(ofMonitor, ofController) > 30_000 + Self.slack {
        .halted
      } else if ofMonitor > 10_000 + Self.slack {
        .reducing
      } else if max(ofMonitor, ofController) > 3_000 + Self.slack {
        .frozen
      } else {
        .active
      }
    if trader.level < demanded {
      find(
        .silenceNotNoticedInTime, now,
        "monitor silent or blind for \(ofMonitor) ms, controller for \(ofController) ms: \(trader.level.name)")
    }
  }

  func minuteOver(_ trader: Trader?, now: Int64) {
    guard let trader else { return }
    compareStops(trader, now: now)
    compareBook(trader, now: now)
    let own = Set(trader.engine.positions.map(\.id))
    for id in venue.confirmed where !own.contains(id) {
      find(.falselyFlat, now, "the venue has trade \(id) open, which the trader believes closed")
    }
  }
}
