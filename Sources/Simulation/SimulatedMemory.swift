import Domain
import Runtime

/// What every process's journal has alike: what others can see of it, answers that were given, and what was set aside.
struct SimulatedMemory {
  /// What others can see of it.
  var journal: SimulatedJournal
  private var answers: [String: CommandReply] = [:]
  private(set) var namesSetAside: Set<String> = []

  init(journal: SimulatedJournal = SimulatedJournal()) {
    self.journal = journal
  }

  mutating func commit(_ given: [CommandAnswer], at now: Int64) {
    journal.record(at: now)
    for answer in given { note(answer.refusal.map { .refused($0) } ?? .done, to: answer.id) }
  }

  mutating func keep(_ command: WaitingCommand, at now: Int64) {
    journal.record(at: now)
    if case .role = command.origin { answers[command.id] = .received }
  }

  /// The sender is told why it is not carried out.
  mutating func setAside(_ items: [SetAside], at now: Int64) {
    journal.record(at: now)
    for item in items {
      namesSetAside.insert(item.name)
      if let id = item.command, !item.isOutgoing { note(.refused(.malformed(item.reason)), to: id) }
    }
  }

  func answer(to id: String) -> CommandReply? { answers[id] }

  /// The first answer is the answer.
  private mutating func note(_ reply: CommandReply, to id: String) {
    if answers[id] == nil { answers[id] = reply }
  }
}

/// A simulated process's disk, as its port writes it.
protocol SimulatedDisk {
  var memory: SimulatedMemory { get set }

  mutating func keep(_ command: WaitingCommand, at now: Int64)
  mutating func setAside(_ items: [SetAside], at now: Int64)
}

extension SimulatedDisk {
  var journal: SimulatedJournal {
    get { memory.journal }
    set { memory.journal = newValue }
  }

  var epoch: Int64 { journal.epoch }

  func answer(to id: String) -> CommandReply? { memory.answer(to: id) }

  mutating func setAside(_ items: [SetAside], at now: Int64) {
    memory.setAside(items, at: now)
  }
}
