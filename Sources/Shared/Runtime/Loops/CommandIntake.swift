internal import Domain

/// The commands of one turn that have been read and are to be stored together, and who waits for a word about them.
struct CommandIntake<Caller> {
  struct Batch {
    /// Those that are new, each once, in the order in which they came.
    var commands: [WaitingCommand] = []
    /// Everyone who asked, for a known command too.
    var callers: [(command: WaitingCommand, caller: Caller)] = []
  }

  /// Commands that may wait for their turn, these included: before the trader's first word, before monitor and controller
  /// have beaten, or for the end of a market minute. They are in the memory and in every checkpoint.
  private static var mostWaiting: Int { 256 }

  private var batch = Batch()

  /// Why one more cannot be taken; `nil` where it can.
  func refusal(beside waiting: Int) -> Refusal? {
    let queued = waiting + batch.commands.count
    return queued < Self.mostWaiting ? nil : .busy(queued: Int64(queued), limit: Int64(Self.mostWaiting))
  }

  mutating func add(_ command: WaitingCommand, _ caller: Caller, isKnown: Bool) {
    if !isKnown, !batch.commands.contains(where: { $0.id == command.id }) { batch.commands.append(command) }
    batch.callers.append((command, caller))
  }

  /// What has come since the last time; `nil` for nothing.
  mutating func take() -> Batch? {
    guard !batch.callers.isEmpty else { return nil }
    defer { batch = Batch() }
    return batch
  }
}
