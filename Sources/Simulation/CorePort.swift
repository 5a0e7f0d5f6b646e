import Domain
import Runtime

/// A core's world in the simulation.
final class CorePort<C: Core>: SimulatedPort<CoreDisk<C>>, CoreSurroundings {
  private var sent: Set<String> = []

  init(_ condition: Condition, latch: SimulatedLatch, judge: Judge, bug: PlantedBug?) {
    super.init(C.role, CoreDisk(bug: bug), condition, latch: latch, judge: judge, bug: bug)
  }

  override func forget() {
    super.forget()
    sent.removeAll()
  }

  func store(_ turn: Turn<HostState<C>>) throws -> [ToldEvent] {
    let told = turn.published.map { ToldEvent(item: $0, time: turn.time) }
    guard turn.mustBeStored else { return told }
    if bug == .effectsPublishedBeforeCommit { tell(told) }
    try condition.demandSpace()
    try condition.reach(.beforeStore)
    try condition.reach(.beforeCommit)
    commit { $0.commit(turn, at: now) }
    try condition.reach(.afterCommit)
    return bug == .effectsPublishedBeforeCommit ? [] : told
  }

  func settle(_ ids: [String]) throws {
    try condition.demandSpace()
    disk.settle(ids)
  }

  func recordedReply(to id: String) throws -> CommandReply? {
    bug == .duplicateCarriedOutTwice ? nil : disk.answer(to: id)
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
}
