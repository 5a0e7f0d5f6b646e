internal import Domain

/// The faults of one seed.
struct FaultSchedule {
  private var random: SplitMix64
  /// Floods are drawn apart, so that the other faults of a seed are the same with them and without.
  private var floods: SplitMix64
  let seed: UInt64
  let end: Int64

  /// - Parameter end: milliseconds of the simulation in which faults begin.
  init(seed: UInt64, end: Int64) {
    random = SplitMix64(seed: seed ^ 0x5107_a110)
    floods = SplitMix64(seed: seed ^ 0xf100_d000)
    self.seed = seed
    self.end = end
  }

  /// A handful to a few dozen faults, in order of time. Some seeds are calm but for one kind, so that rare combinations
  /// are not drowned by common ones.
  mutating func draw() -> [ScheduledFault] {
    let count = 4 + Int(random.next() % 24) * Int(max(1, end / 360_000))
    let only: Int? = random.next() % 4 == 0 ? Int(random.next() % 6) : nil
    var faults: [ScheduledFault] = []
    for _ in 0..<count {
      let at = Int64(random.next() % UInt64(end))
      let family = only ?? Int(random.next() % 6)
      let (fault, lasts) = fault(of: family)
      faults.append(ScheduledFault(at: at, lasts: lasts, fault: fault))
      // A stop has to survive a crash of the stopped process, and that has to come while the stop holds.
      if family == 4, random.next() % 3 == 0 {
        faults.append(ScheduledFault(at: at + between(50, 4_000), lasts: 0, fault: .kill(.trader)))
      }
    }
    faults += drawFloods() + poison()
    // Behind the others, whose places name their stops and requests.
    return faults.sorted { ($0.at, $0.lasts) < ($1.at, $1.lasts) } + stopOnly() + junk() + files()
  }

  /// In every other seed one or two, and a stop in the middle of those of the trader.
  private mutating func drawFloods() -> [ScheduledFault] {
    guard floods.next() % 2 == 0 else { return [] }
    var faults: [ScheduledFault] = []
    for _ in 0...floods.next() % 2 {
      let at = Int64(floods.next() % UInt64(end))
      let role = floods.next() % 2 == 0 ? Role.trader : Role.allCases[Int(floods.next() % 5)]
      let lasts = 3_000 + Int64(floods.next() % 12_000)
      faults.append(
        ScheduledFault(at: at, lasts: lasts, fault: .flood(role, 1 + Int64(floods.next() % 6))))
      guard role == .trader else { continue }
      let stop: Fault = floods.next() % 2 == 0 ? .haltByLatch(.halted) : .haltByBoth(.reducing)
      faults.append(ScheduledFault(at: at + Int64(floods.next() % UInt64(lasts)), lasts: 0, fault: stop))
    }
    return faults
  }

  /// Drawn apart, so that a seed's other faults stay what they were.
  private func poison() -> [ScheduledFault] {
    var random = SplitMix64(seed: seed ^ 0x9015_0ed0)
    let takers: [Role] = [.optimizer, .experimenter, .trader]
    return (0..<Int(random.next() % 4)).map { _ in
      ScheduledFault(
        at: Int64(random.next() % UInt64(end)), lasts: 0,
        fault: .poisonedRequest(takers[Int(random.next() % 3)]))
    }
  }

  /// In every third seed the trader cannot live for a while, and something comes on top of it. Drawn apart.
  private func stopOnly() -> [ScheduledFault] {
    var random = SplitMix64(seed: seed ^ 0x5709_0271)
    guard random.next() % 3 == 0 else { return [] }
    let at = Int64(random.next() % UInt64(end))
    let lasts = 10_000 + Int64(random.next() % 50_001)
    // Before its first look, or at any time.
    let soon = at + 1 + Int64(random.next() % 1_000)
    let later = at + Int64(random.next() % UInt64(lasts))
    let more: (fault: Fault, at: Int64, lasts: Int64) =
      switch random.next() % 9 {
      case 0: (.haltByCommand(.halted), later, 0)
      case 1: (.haltByBoth(.halted), later, 0)
      case 2: (.haltByBoth(.halted), at - 50, 0)
      case 3: (.crash(.trader, .beforeStore), soon, 0)
      case 4: (.crash(.trader, .afterCommit), soon, 0)
      case 5: (.venueSilent, soon, 1_000 + Int64(random.next() % 8_000))
      case 6: (.venueRefusesToClose, soon, 1_000 + Int64(random.next() % 8_000))
      case 7: (.hang(.trader), later, 2_000 + Int64(random.next() % 8_000))
      default: (.crash(.trader, .beforeCommit), at - 2_000, 0)
      }
    let isDamaged = random.next() % 3 == 0
    return [
      ScheduledFault(at: at, lasts: lasts, fault: isDamaged ? .damagedVenueLine : .traderCannotLive),
      ScheduledFault(at: max(0, more.at), lasts: more.lasts, fault: more.fault),
    ]
  }

  private mutating func fault(of family: Int) -> (Fault, Int64) {
    switch family {
    case 0: death
    case 1: standstill
    case 2: network
    case 3: market
    case 4: stop
    default: odd
    }
  }

  private var role: Role {
    mutating get { Role.allCases[Int(random.next() % 5)] }
  }

  private mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
    low + Int64(random.next() % UInt64(high - low + 1))
  }

  private var death: (Fault, Int64) {
    mutating get {
      switch random.next() % 8 {
      case 0, 1: (.kill(role), 0)
      case 2: (.powerLoss, 0)
      case 3: (.heldDown(role), between(1_000, 40_000))
      default: (.crash(role, CrashPoint.allCases[Int(random.next() % UInt64(CrashPoint.allCases.count))]), 0)
      }
    }
  }

  private var standstill: (Fault, Int64) {
    mutating get {
      switch random.next() % 4 {
      case 0: (.slowDisk(role, between(5, 400)), between(500, 20_000))
      case 1: (.diskFull(role), between(500, 8_000))
      case 2: (.hang(role), between(2_000, 35_000))
      default: (.hang(role), between(100, 4_000))
      }
    }
  }

  private var network: (Fault, Int64) {
    mutating get {
      switch random.next() % 5 {
      case 0: (.deaf(role), between(1_000, 45_000))
      case 1: (.socketsLost(role), between(100, 1_250))
      case 2, 3:
        (
          .badNetwork(
            lost: Int(between(0, 400)), doubled: Int(between(0, 300)), overtaken: Int(between(0, 300))),
          between(500, 30_000)
        )
      default: (.partition(role, role), between(200, 35_000))
      }
    }
  }

  private var market: (Fault, Int64) {
    mutating get {
      switch random.next() % 5 {
      case 0: (.marketGap(Int32(between(-1_500, 1_500))), 0)
      case 1: (.badTick, 0)
      case 2: (.silentFeed, between(1_000, 30_000))
      case 3: (.venueSilent, between(1_000, 60_000))
      default: (.venueRefusesToClose, between(1_000, 60_000))
      }
    }
  }

  private var stop: (Fault, Int64) {
    mutating get {
      let level: SafetyLevel = [.halted, .halted, .reducing, .frozen][Int(random.next() % 4)]
      switch random.next() % 16 {
      case 0...3: return (.haltByCommand(level), 0)
      case 4...7: return (.haltByLatch(level), 0)
      case 8...10: return (.haltByBoth(level), 0)
      case 11: return (.stopsWithoutEnd(level, count: Int(between(100, 600))), 0)
      case 12: return (.risenStop(Int(random.next() % 1_000_000)), between(50, 4_000))
      default: return (.junkInLatch(.empty, Int(random.next() % 1_000_000)), 0)
      }
    }
  }

  private var odd: (Fault, Int64) {
    mutating get {
      switch random.next() % 5 {
      case 0: (.wallClockStep(between(-3_600_000, 3_600_000)), 0)
      default: (.wrongRequest(WrongRequest.allCases[Int(random.next() % UInt64(WrongRequest.allCases.count))]), 0)
      }
    }
  }
}
