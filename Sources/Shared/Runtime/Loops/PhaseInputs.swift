package import Domain

/// The inputs of one core in lockstep: collects them as they arrive and delivers them a market minute at a time, in the
/// one order that every run of the same data has.
///
/// The order is (market time, sender's rank, events before commands, sequence). A minute may run when the trader has
/// finished it, every process before this one in the order of phases has finished it too, and every process after it
/// that this one listens to has finished the minute before.
package struct PhaseInputs: Sendable {
  private struct Key: Comparable {
    var time: Int64
    var rank: Int
    /// 0 for events, 1 for commands.
    var kind: Int
    var sequence: Int64

    static func < (left: Key, right: Key) -> Bool {
      (left.time, left.rank, left.kind, left.sequence) < (right.time, right.rank, right.kind, right.sequence)
    }
  }

  private struct Pending {
    var key: Key
    var sender: Role
    var sequence: Int64
    var isCommand = false
    var input: Input
  }

  /// How far a source has come: the minute that it has finished and the number of its last event by then.
  private struct Progress {
    var minute: Int64 = 0
    var head: Int64 = 0
  }

  /// One input in its turn, with the stream number that it had at its sender; no sender for commands and starts.
  package struct Delivery: Sendable {
    package var sender: Role?
    package var sequence: Int64
    package var input: Input

    package init(sender: Role?, sequence: Int64, input: Input) {
      self.sender = sender
      self.sequence = sequence
      self.input = input
    }
  }

  private let role: Role
  private let hears: Set<EventKind>
  private let sources: [Role]
  private var pending: [Pending] = []
  private var commands: [WaitingCommand] = []
  /// Market time of the last minute that is over for this process.
  private var lastTime: MarketTime
  private var progress: [Progress]
  /// Last event received of each source, without gaps.
  private var received: [Int64]
  /// Minutes that the trader has finished and this process has not, oldest first, with their market time.
  private var minutes: [(number: Int64, time: MarketTime)] = []

  package init<C: Core>(of core: C.Type, lastTime: MarketTime) {
    role = C.role
    hears = C.hears
    sources = C.sources
    self.lastTime = lastTime
    progress = Array(repeating: Progress(), count: Role.allCases.count)
    received = Array(repeating: 0, count: Role.allCases.count)
  }

  /// Takes an event of a source. Events of one source come in order and without gaps.
  package mutating func add(_ event: Event, from sender: Role, sequence: Int64, time: MarketTime) {
    received[sender.rank] = sequence
    if case .minute(let number) = event { minutes.append((number, time)) }
    guard hears.contains(event.kind) else { return }
    let key = Key(time: time.utc, rank: sender.rank, kind: 0, sequence: sequence)
    pending.append(
      Pending(key: key, sender: sender, sequence: sequence, input: Input(time: time, content: .event(event))))
  }

  /// Notes that events up to `sequence` are known already, as after a restart.
  package mutating func resume(_ sender: Role, at sequence: Int64) {
    received[sender.rank] = sequence
  }

  /// Takes a command. It is delivered in the next minute that runs.
  ///
  /// Its time follows from its sender's place: a process before this one sent it in the same minute, since it does not
  /// finish one before its commands are acknowledged; a process after this one sent it in the minute before.
  package mutating func add(_ command: WaitingCommand) {
    commands.append(command)
  }

  /// A source has finished a minute; with the number of its last event by then.
  package mutating func finished(_ sender: Role, minute: Int64, head: Int64) {
    guard minute >= progress[sender.rank].minute else { return }
    progress[sender.rank] = Progress(minute: minute, head: head)
  }

  /// The next minute, where it may run now.
  package var next: (number: Int64, time: MarketTime)? {
    guard let minute = minutes.first else { return nil }
    for other in Role.allCases where other != role && other != .trader {
      let isBefore = other < role
      guard sources.contains(other) || other == role.predecessor else { continue }
      let seen = progress[other.rank]
      guard seen.minute >= (isBefore ? minute.number : minute.number - 1) else { return nil }
      if sources.contains(other), received[other.rank] < seen.head { return nil }
    }
    return minute
  }

  /// The inputs of the next minute in their order; the minute is then over for this process.
  ///
  /// - Precondition: `next` is not nil.
  package mutating func take() -> [Delivery] {
    let minute = minutes.removeFirst()
    // What a later phase sent is of the minute before, whose time this one has too where none of its quotes was
    // believed.
    let due: (Pending) -> Bool = { [role, lastTime] item in
      item.key.time <= (item.sender > role ? lastTime.utc : minute.time.utc)
    }
    var ready = pending.filter(due)
    pending.removeAll(where: due)
    for (arrival, command) in commands.enumerated() { ready.append(place(command, Int64(arrival), minute.time)) }
    commands.removeAll()
    lastTime = minute.time
    return ready.sorted { $0.key < $1.key }.map {
      Delivery(sender: $0.isCommand ? nil : $0.sender, sequence: $0.sequence, input: $0.input)
    }
  }

  private func place(_ command: WaitingCommand, _ arrival: Int64, _ now: MarketTime) -> Pending {
    let time: MarketTime
    let rank: Int
    switch command.origin {
    case .role(let sender):
      time = sender < role ? now : lastTime
      rank = sender.rank
    case .person where lastTime == .origin:
      // Before the first minute nothing is known, so a person's command comes after all its events.
      time = now
      rank = Role.allCases.count
    case .person:
      time = lastTime
      rank = -1
    }
    let isFirst = rank < 0
    let key = Key(time: isFirst ? .min : time.utc, rank: rank, kind: 1, sequence: arrival)
    let input = Input(time: time, content: .command(id: command.id, command.command, from: command.origin))
    return Pending(key: key, sender: role, sequence: 0, isCommand: true, input: input)
  }
}
