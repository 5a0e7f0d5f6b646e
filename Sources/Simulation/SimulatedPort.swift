import Domain
import Runtime

/// A process's world in the simulation as far as it is the same for all: its disk, the latch, and packets instead of
/// sockets.
class SimulatedPort<Disk: SimulatedDisk> {
  let role: Role
  var disk: Disk
  let condition: Condition
  let latch: SimulatedLatch
  let judge: Judge
  let bug: PlantedBug?
  /// Commits of the present call.
  var commits = 0
  var now: Int64 = 0
  /// Planted: acknowledged and not written yet.
  private var unwritten: [WaitingCommand] = []

  init(_ role: Role, _ disk: Disk, _ condition: Condition, latch: SimulatedLatch, judge: Judge, bug: PlantedBug?) {
    self.role = role
    self.disk = disk
    self.condition = condition
    self.latch = latch
    self.judge = judge
    self.bug = bug
  }

  /// What only memory held is gone.
  func forget() {
    unwritten.removeAll()
  }

  /// Writes a turn, with whatever a planted bug held back, and notes that it is on the disk.
  func commit(_ write: (inout Disk) -> Void) {
    for command in unwritten { disk.keep(command, at: now) }
    unwritten.removeAll()
    write(&disk)
    commits += 1
    condition.commits += 1
  }

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    try condition.demandSpace()
    for command in commands { judge.stores(command, role, now: now) }
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

  /// What is published at once is one packet.
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
  func tell(_ events: [ToldEvent]) {
    let durable = events.filter { $0.sequence > 0 }
    guard !durable.isEmpty else { return }
    condition.outgoing.append(Outgoing(to: nil, packet: .events(from: role, durable)))
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
