internal import Domain
internal import Foundation
internal import Journal
internal import ReferenceBot
internal import Runtime
internal import Safety
internal import TraderRuntime
internal import Wire

/// Rebuilds the journal of a lost core: its state from the trader's stream and the other processes' decisions, its
/// numbers from what the others have read, and an end, by name, for whatever they believe to be under way.
///
/// The core itself makes the state, by replaying everything: nothing of it is published or sent a second time. What
/// only the lost journal knew is lost: commands that waited, answers that were given, measurements of commands that
/// nobody else has recorded.
struct CoreRecovery<C: Core> {
  let directory: StateDirectory
  let manifest: RunManifest
  let bot: BotName
  let record: RecoveryRecord

  /// - Parameter path: where the new journal is written; nothing may exist there.
  /// - Returns: what is in it.
  func run(_ core: C, at path: String) throws -> RecoveredJournal {
    let known = try WhatOthersKnow(of: C.role, in: directory)
    var past = Past(life: CoreLife(Stored(past: CorePast())) { core })
    try takeAgain(&past, known)
    guard var state = past.life.checkpoint().checkpoint else { throw RecoveryError.disagrees("there is no state") }
    var loss = MemoryLoss(
      told: known.told.sorted { $0.key < $1.key }.map(\.value.event), lastNumber: known.last, applied: past.applied,
      sentence: record.sentence)
    // A beat may have announced more than anybody has read, where numbers mean nothing to the others.
    if C.standIn(for: loss, number: 1) != nil { loss.lastNumber = max(known.last, known.numbering.sequence) }
    let effects = state.core.goOn(after: loss)
    return try write(state, effects, known, loss, inputs: past.inputs, at: path)
  }

  /// The result of replaying everything.
  struct Past {
    var life: CoreLife<C>
    /// The configurations that came into force.
    var applied: [MemoryLoss.Applied] = []
    /// What the others published, as a journal has it.
    var inputs: [(position: Int64, record: InputRecord)] = []
  }

  // MARK: State

  /// Replays the trader's stream, minute by minute, and what the others published in it.
  private func takeAgain(_ past: inout Past, _ known: WhatOthersKnow) throws {
    let stream = try KeptStream(directory)
    var others = try C.sources.filter { known.witnesses.contains($0) && $0 != .trader }.map { source in
      try OtherStream(of: source, hearing: C.hears, in: directory)
    }
    var minute: [PhaseInputs.Delivery] = []
    var passed = Int64(0)
    try stream.log.events(from: 1) { item, _ in
      guard item.sequence <= stream.end else { return false }
      if case .configurationApplied(let now) = item.event { past.applied.append(.init(now, time: item.time)) }
      if C.hears.contains(item.event.kind) {
        let input = Input(time: item.time, content: .event(item.event))
        minute.append(PhaseInputs.Delivery(sender: .trader, sequence: item.sequence, input: input))
      }
      guard case .minute(let number) = item.event else { return true }
      // What a later phase publishes is heard in the next minute.
      for index in others.indices {
        minute += others[index].take(upTo: others[index].role.rank < C.role.rank ? item.sequence : passed)
      }
      for input in past.life.turn(minute, endOfMinute: number).inputs { past.inputs.append((item.sequence, input)) }
      minute.removeAll(keepingCapacity: true)
      passed = item.sequence
      return true
    }
  }
}
