package import Domain

/// A core with the bookkeeping that lets it recover to where it was.
///
/// Recovery loads the last checkpoint and replays the same inputs in the same order: the trader's stream from the
/// trader, the others from its own memory, each at the step at which it was taken. Replayed events are not published.
/// Pure: the caller stores the turns and returns them at recovery.
package struct CoreLife<C: Core>: Sendable {
  package private(set) var core: C
  /// Number of the last durable event made.
  package private(set) var sequence: Int64
  /// Number of the last event taken of each source's stream, by the source's rank.
  package private(set) var heads: [Int64]
  /// The last market minute that is over.
  package private(set) var minute: Int64
  package private(set) var time: MarketTime
  /// Commands that have been acknowledged and not yet taken.
  package private(set) var waiting: [WaitingCommand]

  private var steps: Int64
  private var openMinute: Int64?
  private var recorded: ArraySlice<InputRecord>
  /// Steps whose recorded input cannot be read; recovery passes over them.
  private let lostSteps: Set<Int64>
  /// Steps that were committed before the start; recovery runs up to them.
  private let committedSteps: Int64
  private let committedSequence: Int64
  /// Open-market time of the last checkpoint since the start; `nil` where one is due.
  private var lastCheckpoint: Int64?

  package init(_ stored: Stored<HostState<C>, CorePast>, initial: () throws -> C) rethrows {
    let state =
      try stored.checkpoint
      ?? HostState(
        core: initial(), steps: 0, sequence: 0, heads: Array(repeating: 0, count: Role.allCases.count), minute: 0,
        openMinute: nil, time: .origin, waiting: [])
    (core, steps, sequence, heads) = (state.core, state.steps, state.sequence, state.heads)
    (minute, openMinute, time, waiting) = (state.minute, state.openMinute, state.time, state.waiting + stored.kept)
    lastCheckpoint = state.time.open
    recorded = stored.past.inputs[...]
    lostSteps = stored.past.lostSteps
    committedSteps = stored.past.steps ?? state.steps
    committedSequence = stored.past.sequence
  }

  /// Whether inputs that were committed before the start are still to be replayed.
  package var isRecovering: Bool { steps < committedSteps }

  /// Replays what needs no further event of the trader: recorded inputs and ends of minutes that are due.
  package mutating func recover() throws(Divergence) {
    while isRecovering {
      if let next = recorded.first, next.step == steps {
        recorded.removeFirst()
        note(next.sender, next.sequence, next.input)
        remake(core.receive(next.input))
        steps += 1
      } else if lostSteps.contains(steps) {
        // If more depended on it than its own answer, the numbers below do not agree.
        steps += 1
      } else if let number = openMinute {
        remake(finish(number))
      } else {
        return
      }
    }
    if sequence != committedSequence {
      throw Divergence(role: C.role, journalled: committedSequence, remade: sequence)
    }
  }

  /// Replays the trader's next event during recovery.
  package mutating func recover(_ event: Event, sequence: Int64, time: MarketTime) throws(Divergence) {
    let input = Input(time: time, content: .event(event))
    note(.trader, sequence, input)
    if C.hears.contains(event.kind) {
      remake(core.receive(input))
      steps += 1
    }
    try recover()
  }

  /// One turn: inputs in their order, then the end of the minute where one is given.
  package mutating func turn(_ deliveries: [PhaseInputs.Delivery], endOfMinute: Int64?) -> Turn<HostState<C>> {
    var inputs: [InputRecord] = []
    var effects: [Effect] = []
    for delivery in deliveries {
      note(delivery.sender, delivery.sequence, delivery.input)
      if delivery.sender != .trader {
        inputs.append(
          InputRecord(step: steps, sender: delivery.sender, sequence: delivery.sequence, input: delivery.input))
      }
      effects += core.receive(delivery.input)
      steps += 1
    }
    if let endOfMinute { effects += finish(endOfMinute) }
    return turn(inputs, effects)
  }

  /// A turn that stores the state and does nothing else, as before a planned shutdown.
  package mutating func checkpoint() -> Turn<HostState<C>> {
    lastCheckpoint = nil
    return turn([], [])
  }

  /// Notes that a command has been stored and may be acknowledged.
  package mutating func keep(_ command: WaitingCommand) {
    waiting.append(command)
  }

  private mutating func turn(_ inputs: [InputRecord], _ effects: [Effect]) -> Turn<HostState<C>> {
    var turn = Turn<HostState<C>>(effects, after: &sequence, position: heads[Role.trader.rank], time: time)
    turn.inputs = inputs
    turn.steps = steps
    if lastCheckpoint.map({ time.open - $0 >= MarketTime.hour }) ?? true {
      turn.checkpoint = HostState(
        core: core, steps: steps, sequence: sequence, heads: heads, minute: minute, openMinute: openMinute, time: time,
        waiting: waiting)
      lastCheckpoint = time.open
    }
    return turn
  }

  private mutating func note(_ sender: Role?, _ sequence: Int64, _ input: Input) {
    if let sender { heads[sender.rank] = max(heads[sender.rank], sequence) }
    time = max(time, input.time)
    switch input.content {
    case .event(.minute(let number)): openMinute = number
    case .command(let id, _, _): waiting.removeAll { $0.id == id }
    case .event, .endOfMinute, .started, .silence: break
    }
  }

  private mutating func finish(_ number: Int64) -> [Effect] {
    steps += 1
    minute = number
    openMinute = nil
    return core.receive(Input(time: time, content: .endOfMinute(number)))
  }

  /// Gives events their numbers without storing or publishing them.
  private mutating func remake(_ effects: [Effect]) {
    _ = Turn<HostState<C>>(effects, after: &sequence, position: nil, time: time)
  }
}
