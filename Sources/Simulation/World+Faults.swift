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
    case .traderCannotLive: spoilTrader()
    case .damagedVenueLine:
      venue.damagedLines += 1
      spoilTrader()
    case .deaf(let role): processes[role.rank].condition.isDeaf = true
    case .socketsLost(let role): processes[role.rank].condition.isCutOff = true
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
    case .junkInLatch(let junk, let number): put(junk, number)
    case .wrongJournal(let role, _): copyFiles(of: role)
    case .wrongTraderFile: copyFiles(of: .trader)
    case .journalsVanish(let role): loseAllJournals(andRestart: role)
    case .stopsWithoutEnd(let level, let count): stopWithoutEnd(level, count, index)
    case .risenStop(let number): latchRisen(number, .frozen)
    case .wrongRequest(let kind): sendWrong(kind, index)
    case .flood(let role, let cost): flood(role, cost: cost, until: now + scheduled.lasts)
    case .poisonedRequest(let role): sendPoisoned(role, index)
    }
  }

  func end(_ fault: Fault) {
    switch fault {
    case .slowDisk(let role, _): processes[role.rank].condition.commitTime = 0
    case .diskFull(let role): processes[role.rank].condition.isDiskFull = false
    case .heldDown(let role):
      processes[role.rank].condition.isHeldDown = false
      restart(role)
    case .traderCannotLive: mendTrader()
    case .damagedVenueLine:
      venue.damagedLines = max(0, venue.damagedLines - 1)
      mendTrader()
    case .deaf(let role): processes[role.rank].condition.isDeaf = false
    case .socketsLost(let role): processes[role.rank].condition.isCutOff = false
    case .partition(let one, let other): network.join(one, other)
    case .badNetwork(let lost, let doubled, let overtaken):
      network.end(lost: lost, doubled: doubled, overtaken: overtaken)
    case .risenStop(let number): latchRisen(number, .halted)
    case .junkInLatch(let junk, let number):
      if junk == .unreadable { latch.makeReadable(Self.junkName(number)) }
      judge.noteLatch(now)
    case .wrongJournal(let role, let wrong): replaceJournal(of: role, by: wrong)
    case .wrongTraderFile(let file): replace(file)
    case .venueSilent:
      venueSpells.silent = max(0, venueSpells.silent - 1)
      setVenue()
    case .venueRefusesToClose:
      venueSpells.refusing = max(0, venueSpells.refusing - 1)
      setVenue()
    case .kill, .crash, .powerLoss, .hang, .wallClockStep, .marketGap, .badTick, .silentFeed, .haltByCommand,
      .haltByLatch, .haltByBoth, .stopsWithoutEnd, .wrongRequest, .flood, .poisonedRequest, .journalsVanish:
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
    spoiled = 0
    restoreAllFiles()
    venue.damagedLines = 0
    mendTrader()
    for role in Role.allCases { floods[role.rank]?.until = now }
    for process in processes {
      let condition = process.condition
      condition.crashPoint = nil
      condition.isDiskFull = false
      condition.commitTime = 0
      condition.isHeldDown = false
      condition.isDeaf = false
      condition.isCutOff = false
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

  private func stopWithoutEnd(_ level: SafetyLevel, _ count: Int, _ index: Int) {
    let reason = String(repeating: "the guard is of the opinion that this has to stop; ", count: 8)
    for number in 0..<count {
      let trip = Trip(
        id: "guard-\(index)-\(number)", level: level, reason: "\(number): \(reason)", source: "guard", time: now
      ).bounded
      if number.isMultiple(of: 2) {
        latch.write(trip)
        judge.stopped(trip, now: now)
      } else {
        send(.stop(trip, id: "stop-\(index)-\(number)", from: .person("guard")), from: nil, to: .trader)
      }
    }
    judge.noteLatch(now)
  }

  private static func junkName(_ number: Int) -> String { SimulatedLatch.name(of: "junk-\(number)") }

  private func put(_ junk: LatchJunk, _ number: Int) {
    let trip = Trip(id: "junk-\(number)", level: .reducing, reason: "a test", source: "Ana", time: now)
    let held: Trip? =
      switch junk {
      case .unreadable: trip
      case .copy: latch.lowerTrip ?? Trip(id: "copied", level: .frozen, reason: "a test", source: "Ana", time: now)
      case .empty, .tooLong: nil
      }
    latch.write(junk, name: Self.junkName(number), holding: held)
    judge.noteLatch(now)
  }

  private func latchRisen(_ number: Int, _ level: SafetyLevel) {
    let trip = Trip(id: "risen-\(number)", level: level, reason: "a test", source: "Ana", time: now)
    latch.write(trip)
    judge.stopped(trip, now: now)
    judge.noteLatch(now)
  }

  private func halt(_ level: SafetyLevel, _ index: Int, command: Bool, latch usesLatch: Bool) {
    let trip = Trip(id: "operator-\(index)", level: level, reason: "a test", source: "Ana", time: now)
    if usesLatch {
      latch.write(trip)
      judge.stopped(trip, now: now)
    }
    if command { send(.stop(trip, id: "stop-\(index)", from: .person("Ana")), from: nil, to: .trader) }
  }
}
