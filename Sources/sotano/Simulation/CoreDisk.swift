import Domain
import FoundationEssentials
import Runtime

/// A core's journal: what is here survives everything.
struct CoreDisk<C: Core> {
  private enum Row {
    case input(InputRecord)
    case command(WaitingCommand)
  }

  /// What others can tell of it.
  var journal: SimulatedJournal
  private var checkpoint: HostState<C>?
  private var formerHeads: (steps: Int64, heads: [Int64])?
  private var rows: [Row] = []
  private var steps: Int64?
  private(set) var sequence: Int64 = 0
  private(set) var journalled: [ToldEvent] = []
  private var outbox: [OutgoingCommand] = []
  private var answers: [String: CommandReply] = [:]
  private var namesSetAside: Set<String> = []
  /// Every command that was ever committed to be sent.
  private(set) var promised: [OutgoingCommand] = []
  /// Inputs of other cores' streams, for the comparison with what their speakers have.
  private(set) var heard: [(sender: Role, event: ToldEvent)] = []
  let bug: PlantedBug?

  init(bug: PlantedBug?, journal: SimulatedJournal = SimulatedJournal()) {
    self.bug = bug
    self.journal = journal
  }

  var epoch: Int64 { journal.epoch }

  mutating func open() {
    if bug != .epochNotRaised || !journal.isThere { journal.open() }
  }

  mutating func commit(_ turn: CoreTurn<C>, at now: Int64) {
    journal.record(at: now)
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
    for answer in turn.answers where answers[answer.id] == nil {
      answers[answer.id] = answer.refusal.map { .refused($0) } ?? .done
    }
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
    journal.record(at: now)
    rows.append(.command(command))
    if case .role = command.origin { answers[command.id] = .received }
  }

  /// Whoever asked hears why it is not carried out.
  mutating func setAside(_ items: [SetAside], at now: Int64) {
    journal.record(at: now)
    for item in items {
      namesSetAside.insert(item.name)
      guard let id = item.command else { continue }
      if item.isOutgoing { settle([id]) } else if answers[id] == nil { answers[id] = .refused(.malformed(item.reason)) }
    }
  }

  mutating func settle(_ ids: [String]) {
    outbox.removeAll { ids.contains($0.id) }
  }

  func answer(to id: String) -> CommandReply? { answers[id] }

  /// What a start finds, the state through its bytes.
  func stored() throws -> StoredCore<C> {
    var stored = StoredCore<C>()
    stored.checkpoint = try checkpoint.map {
      try JSONDecoder().decode(HostState<C>.self, from: canonicalJSON($0))
    }
    stored.steps = steps
    stored.sequence = sequence
    stored.knownSetAside = namesSetAside
    for row in rows {
      switch row {
      case .input(let input): stored.inputs.append(input)
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
