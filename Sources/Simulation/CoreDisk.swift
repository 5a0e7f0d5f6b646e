import Domain
import FoundationEssentials
import Runtime

/// A core's journal: what is here survives everything.
struct CoreDisk<C: Core>: SimulatedDisk {
  private enum Row {
    case input(InputRecord)
    case command(WaitingCommand)
  }

  var memory: SimulatedMemory
  private var checkpoint: HostState<C>?
  private var formerHeads: (steps: Int64, heads: [Int64])?
  private var rows: [Row] = []
  private var steps: Int64?
  private(set) var sequence: Int64 = 0
  private(set) var journalled: [ToldEvent] = []
  private var outbox: [OutgoingCommand] = []
  /// Every command that was ever committed to be sent.
  private(set) var promised: [OutgoingCommand] = []
  /// Inputs of other cores' streams, for the comparison with what their speakers have.
  private(set) var heard: [(sender: Role, event: ToldEvent)] = []
  let bug: PlantedBug?

  init(bug: PlantedBug?, journal: SimulatedJournal = SimulatedJournal()) {
    self.bug = bug
    memory = SimulatedMemory(journal: journal)
  }

  mutating func open() {
    if bug != .epochNotRaised || !journal.isThere { journal.open() }
  }

  mutating func commit(_ turn: Turn<HostState<C>>, at now: Int64) {
    memory.commit(turn.answers, at: now)
    if bug != .inputsNotRecorded { rows += turn.inputs.map(Row.input) }
    for input in turn.inputs {
      guard let sender = input.sender, case .event(let event) = input.input.content else { continue }
      heard.append((sender, ToldEvent(item: NumberedEvent(event, input.sequence), time: input.input.time)))
    }
    for item in turn.published where item.event.isJournalled {
      journalled.append(ToldEvent(item: item, time: turn.time))
    }
    outbox += turn.commands
    promised += turn.commands
    steps = turn.steps
    sequence = turn.sequence
    guard var state = turn.checkpoint else { return }
    if bug == .checkpointWithoutPosition {
      let present = (state.steps, state.heads)
      if let formerHeads { (state.steps, state.heads) = formerHeads }
      formerHeads = present
    }
    checkpoint = state
    rows.removeAll(keepingCapacity: true)
  }

  mutating func keep(_ command: WaitingCommand, at now: Int64) {
    memory.keep(command, at: now)
    rows.append(.command(command))
  }

  mutating func setAside(_ items: [SetAside], at now: Int64) {
    memory.setAside(items, at: now)
    settle(items.filter(\.isOutgoing).compactMap(\.command))
  }

  mutating func settle(_ ids: [String]) {
    outbox.removeAll { ids.contains($0.id) }
  }

  /// What a start finds, the state through its bytes.
  func stored() throws -> Stored<HostState<C>, CorePast> {
    var stored = Stored<HostState<C>, CorePast>(past: CorePast())
    stored.checkpoint = try checkpoint.map {
      try JSONDecoder().decode(HostState<C>.self, from: canonicalJSON($0))
    }
    stored.past.steps = steps
    stored.past.sequence = sequence
    stored.knownSetAside = memory.namesSetAside
    for row in rows {
      switch row {
      case .input(let input): stored.past.inputs.append(input)
      case .command(let command): stored.kept.append(command)
      }
    }
    if bug != .outboxLostOnRestart { stored.outbox = outbox }
    return stored
  }

  /// Journalled events from a number on.
  func range(from sequence: Int64) -> [ToldEvent] {
    let start = journalled.firstIndex { $0.sequence >= sequence } ?? journalled.endIndex
    return Array(journalled[start...])
  }
}
