import Domain
import Runtime

/// A process that somebody asks without end. Its requests wait in the queue that the processes have, and its turns have
/// the budget that theirs have.
struct Flooding {
  /// A request that waits; without a packet it is one of the flood's own.
  struct Waiting {
    var packet: Packet?
  }

  /// Who floods, beside the ranks of the processes and that of a person.
  static let flooder = 7
  /// What the client sends at once, more than one turn can deal with.
  static let burst = 200

  var queue: RequestQueue<Int, Waiting>
  /// Milliseconds that each request takes.
  var cost: Int64
  var until: Int64

  init(_ limits: RequestQueue<Int, Waiting>.Limits, cost: Int64, until: Int64) {
    queue = RequestQueue(limits: limits)
    self.cost = cost
    self.until = until
  }

  /// The process has died with what waited in its memory.
  mutating func forget() {
    queue = RequestQueue(limits: queue.limits)
  }
}

extension Packet {
  /// The rank of the sender that waits for an answer; `nil` for what is not a request.
  var asker: Int? {
    switch self {
    case .command(let command, _): if case .role(let role) = command.origin { role.rank } else { 5 }
    case .rangeRequest(let role, _): role.rank
    case .beat, .events, .stop, .reply, .range: nil
    }
  }
}

extension World {
  private var hasNoBudget: Bool { scenario.bug == .turnWithoutBudget }

  func flood(_ role: Role, cost: Int64, until end: Int64) {
    if let until = floods[role.rank]?.until {
      floods[role.rank]?.until = max(until, end)
      return
    }
    let endless = RequestQueue<Int, Flooding.Waiting>.Limits(
      ofPeer: 1 << 30, bytesOfPeer: 1 << 50, total: 1 << 30, totalBytes: 1 << 50)
    let limits = hasNoBudget ? endless : RequestQueue<Int, Flooding.Waiting>.Limits()
    floods[role.rank] = Flooding(limits, cost: cost, until: end)
    queue.add(.serve(role), at: now)
  }

  /// A request of somebody else beside the flood.
  func queueUp(_ packet: Packet, from asker: Int, at role: Role) {
    guard let refused = floods[role.rank]?.queue.add(Flooding.Waiting(packet: packet), from: asker, bytes: 500) else {
      return
    }
    guard case .command(let command, _)? = refused.item.packet, case .role(let sender) = command.origin else { return }
    let refusal = Refusal.busy(queued: Int64(refused.queued), limit: Int64(refused.limit))
    send(.reply(.refused(refusal), id: command.id), from: role, to: sender)
  }

  /// The requests of one turn.
  func serve(_ role: Role) {
    guard floods[role.rank] != nil else { return }
    let condition = processes[role.rank].condition
    let wait = max(condition.hungUntil, condition.busyUntil)
    guard processes[role.rank].isAlive, now >= wait else { return queue.add(.serve(role), at: max(now + 20, wait)) }
    sendFlood(to: role)
    let spent = takeRequests(of: role)
    if floods[role.rank]?.queue.isEmpty ?? true, now >= floods[role.rank]?.until ?? 0 { floods[role.rank] = nil }
    if processes[role.rank].isAlive, spent > now {
      condition.busyUntil = spent
      queue.add(.wake(role), at: spent)
    }
    if floods[role.rank] != nil { queue.add(.serve(role), at: spent + 1) }
  }

  /// - Returns: when the turn has done with them.
  private func takeRequests(of role: Role) -> Int64 {
    var spent = now
    var budget = TurnBudget(from: now)
    // What a turn took before it had a budget.
    var left = 2_000
    while hasNoBudget ? left > 0 : budget.allows(at: spent), let next = floods[role.rank]?.queue.next() {
      spent += floods[role.rank]?.cost ?? 0
      left -= 1
      budget.noteCommand()
      guard let packet = next.item.packet else { continue }
      perform(role) { try $0.receive(packet, now: now) }
      guard processes[role.rank].isAlive else { break }
    }
    return spent
  }

  private func sendFlood(to role: Role) {
    guard let until = floods[role.rank]?.until, now < until else { return }
    for _ in 0..<(hasNoBudget ? 2_000 : Flooding.burst) {
      _ = floods[role.rank]?.queue.add(Flooding.Waiting(packet: nil), from: Flooding.flooder, bytes: 500)
    }
  }
}
