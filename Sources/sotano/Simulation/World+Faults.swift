import Domain
import ReferenceBot

extension World {
  func begin(_ scheduled: ScheduledFault, _ index: Int) {
    guard !isCalm else { return }
    trace.note(now, "fault: \(scheduled.fault)\(scheduled.lasts > 0 ? " for \(scheduled.lasts) ms" : "")")
    if scheduled.lasts > 0 { queue.add(.relief(index), at: now + scheduled.lasts) }
    switch scheduled.fault {
    case .kill(let role): kill(role)
    case .crash(let role, let point): processes[role.rank].condition.crashPoint = point
    case .powerLoss: losePower()
    case .hang(let role): if processes[role.rank].isAlive { hang(role, until: now + scheduled.lasts) }
    case .slowDisk(let role, let time): processes[role.rank].condition.commitTime = time
    case .diskFull(let role): processes[role.rank].condition.isDiskFull = true
    case .heldDown(let role):
      processes[role.rank].condition.isHeldDown = true
      kill(role)
    case .partition(let one, let other): network.part(one, other)
    case .badNetwork(let lost, let doubled, let overtaken):
      network.begin(lost: lost, doubled: doubled, overtaken: overtaken)
    case .wallClockStep(let step): for process in processes { process.condition.wallOffset += step }
    case .venueSilent:
      venueSpells.silent += 1
      setVenue()
    case .venueRefusesToClose:
      venueSpells.refusing += 1
      setVenue()
    case .marketGap(let points): market.shift(from: nextMinute + 1, by: points)
    case .badTick: market.spoil(minute: nextMinute + 1, quote: 1)
    case .silentFeed: feedSilentUntil = max(feedSilentUntil, now + scheduled.lasts)
    case .haltByCommand(let level): halt(level, index, command: true, latch: false)
    case .haltByLatch(let level): halt(level, index, command: false, latch: true)
    case .haltByBoth(let level): halt(level, index, command: true, latch: true)
    case .garbageInLatch:
      latch.writeGarbage("garbage-\(index)")
      judge.noteLatch(now)
    case .wrongRequest(let kind): sendWrong(kind, index)
    }
  }

  func end(_ fault: Fault) {
    switch fault {
    case .slowDisk(let role, _): processes[role.rank].condition.commitTime = 0
    case .diskFull(let role): processes[role.rank].condition.isDiskFull = false
    case .heldDown(let role):
      processes[role.rank].condition.isHeldDown = false
      restart(role)
    case .partition(let one, let other): network.join(one, other)
    case .badNetwork(let lost, let doubled, let overtaken):
      network.end(lost: lost, doubled: doubled, overtaken: overtaken)
    case .venueSilent:
      venueSpells.silent = max(0, venueSpells.silent - 1)
      setVenue()
    case .venueRefusesToClose:
      venueSpells.refusing = max(0, venueSpells.refusing - 1)
      setVenue()
    case .kill, .crash, .powerLoss, .hang, .wallClockStep, .marketGap, .badTick, .silentFeed, .haltByCommand,
      .haltByLatch, .haltByBoth, .garbageInLatch, .wrongRequest:
      break
    }
  }

  /// The faults are over.
  func calmDown() {
    trace.note(now, "the faults end")
    isCalm = true
    network = Network(seed: scenario.seed &+ 1)
    feedSilentUntil = 0
    venueSpells = (0, 0)
    setVenue()
    for process in processes {
      let condition = process.condition
      condition.crashPoint = nil
      condition.isDiskFull = false
      condition.commitTime = 0
      condition.isHeldDown = false
      if condition.hungUntil > now {
        condition.hungUntil = now
        queue.add(.wake(process.role), at: now)
      }
      if !process.isAlive { queue.add(.restart(process.role), at: now + 100) }
    }
  }

  private func losePower() {
    trader.port.disk.losePower()
    for role in Role.allCases {
      processes[role.rank].condition.outgoing.removeAll()
      kill(role, restartAfter: 500 + Int64(random.next() % 2_000))
    }
  }

  private func setVenue() {
    venue.isSilent = venueSpells.silent > 0
    venue.refusesToClose = venueSpells.refusing > 0
    trader.rehearse(venue.isSilent ? .silent : venue.refusesToClose ? .refusesToClose : .none)
    judge.noteVenue(now)
  }

  private func halt(_ level: SafetyLevel, _ index: Int, command: Bool, latch usesLatch: Bool) {
    let trip = Trip(id: "operator-\(index)", level: level, reason: "a test", source: "Ana", time: now)
    if usesLatch {
      latch.write(trip)
      judge.stopped(trip, now: now)
    }
    if command { send(.stop(trip, id: "stop-\(index)"), from: nil, to: .trader) }
  }
}
