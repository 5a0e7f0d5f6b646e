import Domain
import Runtime

/// A core's world in the simulation: its disk, and packets instead of sockets.
final class CorePort<C: Core>: CoreSurroundings {
  var disk: CoreDisk<C>
  let condition: Condition
  let latch: SimulatedLatch
  let bug: PlantedBug?
  let judge: Judge
  /// Commits of the present call, and whether the last turn of it was lost.
  var commits = 0
  var now: Int64 = 0
  /// Planted: acknowledged and not written yet.
  private var unwritten: [WaitingCommand] = []
  private var sent: Set<String> = []

  init(_ condition: Condition, latch: SimulatedLatch, judge: Judge, bug: PlantedBug?) {
    self.condition = condition
    self.latch = latch
    self.judge = judge
    self.bug = bug
    disk = CoreDisk(bug: bug)
  }

  /// What only memory held is gone.
  func forget() {
    unwritten.removeAll()
    sent.removeAll()
  }

  func store(_ turn: CoreTurn<C>) throws -> [ToldEvent] {
    let told = turn.published.map { ToldEvent(item: $0, time: turn.time) }
    guard turn.mustBeStored else { return told }
    if bug == .effectsPublishedBeforeCommit { tell(told) }
    try condition.demandSpace()
    try condition.reach(.beforeStore)
    try condition.reach(.beforeCommit)
    for command in unwritten { disk.keep(command, at: now) }
    unwritten.removeAll()
    disk.commit(turn, at: now)
    commits += 1
    condition.commits += 1
    try condition.reach(.afterCommit)
    return bug == .effectsPublishedBeforeCommit ? [] : told
  }

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    try condition.demandSpace()
    for command in commands { judge.stores(command, C.role, now: now) }
    if bug == .acknowledgementBeforeCommit {
      unwritten += commands
    } else {
      for command in commands { disk.keep(command, at: now) }
      condition.commits += 1
    }
    try condition.reach(.beforeAcknowledgement)
  }

  func setAside(_ items: [SetAside], position: Int64) throws {
    try condition.demandSpace()
    disk.setAside(items, at: now)
  }

  func settle(_ ids: [String]) throws {
    try condition.demandSpace()
    disk.settle(ids)
  }

  func recordedReply(to id: String) throws -> CommandReply? {
    bug == .duplicateCarriedOutTwice ? nil : disk.answer(to: id)
  }

  func publish(_ event: ToldEvent) throws {
    guard event.sequence > 0 else { return }
    if case .events(let from, var list)? = condition.outgoing.last?.packet, condition.outgoing.last?.to == nil {
      list.append(event)
      condition.outgoing[condition.outgoing.count - 1].packet = .events(from: from, list)
    } else {
      tell([event])
    }
  }

  /// To everybody whose sources include this process; the world knows who.
  private func tell(_ events: [ToldEvent]) {
    let durable = events.filter { $0.sequence > 0 }
    guard !durable.isEmpty else { return }
    condition.outgoing.append(Outgoing(to: nil, packet: .events(from: C.role, durable)))
  }

  func beat(_ progress: LoopProgress) throws {}

  func send(_ command: OutgoingCommand, now: Int64) throws {
    if bug == .outboxNotResent, !sent.insert(command.id).inserted { return }
    judge.sent(command, by: C.role)
    if case .stop(let trip) = command.command {
      let packet = Packet.stop(trip, id: command.id, from: .role(C.role))
      return condition.outgoing.append(Outgoing(to: .trader, packet: packet))
    }
    let waiting = WaitingCommand(id: command.id, command: command.command, origin: .role(C.role))
    condition.outgoing.append(
      Outgoing(to: command.command.recipient, packet: .command(waiting, deadline: now + 10_000)))
  }

  func askForRange(of role: Role, from sequence: Int64, now: Int64) throws {
    condition.outgoing.append(Outgoing(to: role, packet: .rangeRequest(by: C.role, from: sequence)))
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: Origin) throws {
    if case .role(let role) = caller { condition.outgoing.append(Outgoing(to: role, packet: .reply(reply, id: id))) }
    if case .received = reply { try condition.reach(.afterAcknowledgement) }
  }

  func writeLatch(_ trip: Trip) {
    if condition.isDiskFull {
      // The reserve is gone too: an empty file stands for a halt, and a lower stop is on the bus alone.
      if trip.level == .halted { latch.write(.empty, name: SimulatedLatch.name(of: trip.id)) }
    } else {
      latch.write(trip)
    }
    judge.stopped(trip, now: now)
  }
}
