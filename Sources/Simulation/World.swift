import AdaptiveController
import Domain
import ExperimentEngine
import LiveOptimizer
import RealTimeMonitor
import ReferenceBot
import Runtime

/// The five processes, their network, their disks, their venue and a person, under one virtual clock.
final class World {
  enum Happening {
    case arrival(Role, Packet)
    case tick(Role, life: Int)
    case wake(Role)
    case restart(Role)
    case market(life: Int)
    case fault(Int)
    case relief(Int)
    case person
    case rearm
    case personCommand(WaitingCommand)
    case calm
    case serve(Role)
    case restoration(Role)
    case putAway
  }

  let scenario: Scenario
  let settings: SimulatedSettings
  let judge: Judge
  let latch = SimulatedLatch()
  let venue = SimulatedVenue()
  let trader: TraderNode
  let monitor: CoreNode<RealTimeMonitor>
  let experimenter: CoreNode<ExperimentEngine>
  let controller: CoreNode<AdaptiveController>
  let optimizer: CoreNode<LiveOptimizer>
  /// What runs in the trader's place where the trader cannot run.
  let stopOnly: StopOnlyNode
  /// The process in each role, by rank.
  var processes: [any SimulatedProcess]

  var now: Int64 = 0
  var queue = EventQueue<Happening>()
  var network: Network
  var market: SimulatedMarket
  var random: SplitMix64
  /// What has come for a process that takes no turn.
  var inboxes: [[Packet]] = Array(repeating: [], count: 5)
  /// Of each process, by rank: who floods it and what waits there.
  var floods: [Flooding?] = Array(repeating: nil, count: 5)
  var feedSilentUntil: Int64 = 0
  var venueSpells = (silent: 0, refusing: 0)
  /// For how many reasons the trader cannot live.
  var spoiled = 0
  /// Processes that would not start on their files.
  var refused: Set<Role> = []
  var haveJournalsVanished = false
  /// A person has put the run away.
  private var isOver = false
  var isCalm = false
  var events = 0
  var deaths = 0
  var commands = 0
  var optimizerEpochs: [Int64] = []
  var trace: Trace

  init(_ scenario: Scenario, settings: SimulatedSettings, traces: Bool) {
    self.scenario = scenario
    self.settings = settings
    let bug = scenario.bug
    let profile = settings.profile
    judge = Judge(profile: profile, initial: profile.defaults, policy: scenario.policy, latch: latch, venue: venue)
    let bot = Trader(
      profile: settings.traderProfile(bug), configuration: profile.defaults, settings: TraderSettings())
    trader = TraderNode(bot, latch: latch, venue: venue, judge: judge, bug: bug)
    monitor = CoreNode(
      RealTimeMonitor(profile: profile, settings: settings.monitor), latch: latch, judge: judge, bug: bug)
    experimenter = CoreNode(
      ExperimentEngine(profile: profile, settings: settings.experimenter), latch: latch, judge: judge, bug: bug)
    controller = CoreNode(
      AdaptiveController(profile: profile, settings: settings.controller), latch: latch, judge: judge, bug: bug)
    optimizer = CoreNode(
      LiveOptimizer(profile: profile, settings: settings.optimizer), latch: latch, judge: judge, bug: bug)
    stopOnly = StopOnlyNode(at: trader.port, policy: scenario.policy)
    processes = [trader, monitor, experimenter, controller, optimizer]
    network = Network(seed: scenario.seed)
    random = SplitMix64(seed: scenario.seed ^ 0x0bad_c0de)
    market = SimulatedMarket(seed: scenario.seed, hours: scenario.hours + 8, profile: profile)
    trace = Trace(isOn: traces)
    judge.traderLog = { [trader] in trader.port.disk.log }
    for keeper in keepers { keeper.witnesses = { [unowned self] in witnesses } }
  }

  func run() -> SimulationOutcome {
    for role in Role.allCases { queue.add(.restart(role), at: Int64(random.next() % 400)) }
    for (index, fault) in scenario.faults.enumerated() { queue.add(.fault(index), at: fault.at) }
    queue.add(.person, at: 2_000)
    queue.add(.rearm, at: 5_000)
    queue.add(.calm, at: scenario.end)
    let end = scenario.end + Scenario.calm
    while judge.violation == nil, !isOver, let time = queue.nextTime, time <= end, let next = queue.next() {
      now = next.time
      events += 1
      take(next.element)
    }
    now = max(now, min(end, now))
    if judge.violation == nil, !isOver { judgeRest() }
    return SimulationOutcome(
      events: events, orders: judge.orders, changes: judge.carriedOut.count, deaths: deaths,
      violation: judge.violation, trace: trace.lines)
  }

  private func take(_ happening: Happening) {
    switch happening {
    case .arrival(let role, let packet): arrive(packet, at: role)
    case .tick(let role, let life): tick(role, life)
    case .wake(let role): wake(role)
    case .restart(let role): restart(role)
    case .market(let life): moveMarket(life)
    case .fault(let index): begin(scenario.faults[index], index)
    case .relief(let index): end(scenario.faults[index].fault)
    case .person: actAsPerson()
    case .rearm: rearmAsPerson()
    case .personCommand(let command): send(command)
    case .calm: calmDown()
    case .serve(let role): serve(role)
    case .restoration(let role): restoreFiles(of: role)
    case .putAway: isOver = true
    }
  }

  // MARK: Processes

  func perform(_ role: Role, _ body: (any SimulatedProcess) throws -> Void) {
    let process = processes[role.rank]
    do {
      try body(process)
    } catch {
      let isExpected = error is Death
      trace.note(now, "the \(role) dies: \(error)")
      if !isExpected { judge.find(.endedByItself, now, "the \(role) ends with \(error)") }
      kill(role)
    }
    flush(process)
  }

  func kill(_ role: Role, restartAfter delay: Int64? = nil) {
    let process = processes[role.rank]
    guard process.isAlive else { return }
    deaths += 1
    process.die()
    inboxes[role.rank].removeAll()
    floods[role.rank]?.forget()
    process.condition.busyUntil = 0
    process.condition.hungUntil = 0
    process.condition.crashPoint = nil
    queue.add(.restart(role), at: now + (delay ?? pause(of: role)))
  }

  func restart(_ role: Role) {
    choose(role)
    let process = processes[role.rank]
    guard !process.isAlive, !process.condition.isHeldDown else { return }
    trace.note(now, process === stopOnly ? "the trader only stops" : "the \(role) starts")
    do {
      try process.start(now: now)
    } catch let wrong as WrongFile {
      refuse(role, wrong)
    } catch {
      trace.note(now, "the \(role) cannot start: \(error)")
      if !(error is Death) { judge.find(.endedByItself, now, "the \(role) cannot start: \(error)") }
      process.die()
      queue.add(.restart(role), at: now + 1_000)
    }
    flush(process)
    guard process.isAlive else { return }
    queue.add(.tick(role, life: process.life), at: now + Int64(random.next() % 100))
    if process === trader { queue.add(.market(life: process.life), at: now + 100) }
    if role == .optimizer { optimizerEpochs.append(optimizer.disk.epoch) }
  }

  private func tick(_ role: Role, _ life: Int) {
    let process = processes[role.rank]
    guard process.isAlive, process.life == life else { return }
    let condition = process.condition
    if now >= condition.hungUntil, now < condition.busyUntil {
      return queue.add(.tick(role, life: life), at: condition.busyUntil)
    }
    if now >= condition.hungUntil { perform(role) { try $0.tick(now: now) } }
    let period: Int64 = role == .trader ? 100 : 250
    queue.add(.tick(role, life: life), at: max(now + period, condition.hungUntil))
  }

  func hang(_ role: Role, until instant: Int64) {
    let condition = processes[role.rank].condition
    guard instant > condition.hungUntil else { return }
    condition.hungUntil = instant
    if role == .trader { judge.excuse(until: instant) }
    queue.add(.wake(role), at: instant)
  }

  private func wake(_ role: Role) {
    let process = processes[role.rank]
    guard process.isAlive, now >= process.condition.hungUntil, now >= process.condition.busyUntil else { return }
    var waiting: [Packet] = []
    swap(&waiting, &inboxes[role.rank])
    for packet in waiting where process.isAlive { perform(role) { try $0.receive(packet, now: now) } }
  }

  private func arrive(_ packet: Packet, at role: Role) {
    let process = processes[role.rank]
    guard process.isAlive, !(process.condition.isDeaf && packet.isPublished) else { return }
    if floods[role.rank] != nil, let asker = packet.asker {
      queueUp(packet, from: asker, at: role)
    } else if now < max(process.condition.hungUntil, process.condition.busyUntil) {
      inboxes[role.rank].append(packet)
    } else {
      perform(role) { try $0.receive(packet, now: now) }
    }
  }

  // MARK: Packets

  private func flush(_ process: any SimulatedProcess) {
    let condition = process.condition
    if condition.commits > 0 {
      if condition.commitTime > 0, process.isAlive {
        hang(process.role, until: now + condition.commitTime * Int64(condition.commits))
      }
      condition.commits = 0
    }
    guard !condition.outgoing.isEmpty else { return }
    let delay = max(0, condition.hungUntil - now)
    for outgoing in condition.outgoing {
      if let receiver = outgoing.to {
        send(outgoing.packet, from: process.role, to: receiver, delay: delay)
      } else {
        for listener in processes where listener.hears(outgoing.packet, of: process.role) {
          send(outgoing.packet, from: process.role, to: listener.role, delay: delay)
        }
      }
    }
    condition.outgoing.removeAll(keepingCapacity: true)
  }

  func send(_ packet: Packet, from sender: Role?, to receiver: Role, delay: Int64 = 0) {
    guard !processes[receiver.rank].condition.isCutOff,
      sender.map({ !processes[$0.rank].condition.isCutOff }) ?? true
    else { return }
    let (first, second) = network.arrivals(from: sender, to: receiver, now: now + delay)
    if let first { queue.add(.arrival(receiver, packet), at: first) }
    if let second { queue.add(.arrival(receiver, packet), at: second) }
  }
}

extension SimulatedProcess {
  /// Whether something that `speaker` publishes matters to this process.
  fileprivate func hears(_ packet: Packet, of speaker: Role) -> Bool {
    if case .beat = packet { return speaker != role }
    return sources.contains(speaker)
  }
}
