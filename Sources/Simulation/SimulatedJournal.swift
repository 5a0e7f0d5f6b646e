internal import Domain
internal import Runtime
internal import Wire

/// What other processes can see of a journal: its records' digests, its starts, and what it remembers of theirs.
struct SimulatedJournal: Hashable {
  /// How often it has been opened; 0 where it is not there.
  private(set) var epoch: Int64 = 0
  /// Of each record, which hangs on all before it.
  private var digests: [UInt64] = []
  /// The furthest that beats have said of each peer's journal.
  private(set) var memories: [Role: PeerWatch.Told] = [:]

  var isThere: Bool { epoch > 0 }

  /// The journal of another run, which has more records and starts than this one ever will, and remembers as many of the
  /// others.
  static let foreign = {
    var journal = SimulatedJournal()
    journal.epoch = 1_000
    var random = SplitMix64(seed: 0xf03e_1600)
    journal.digests = (0..<100_000).map { _ in random.next() }
    let told = journal.told
    for role in Role.allCases { journal.memories[role] = told }
    return journal
  }()

  mutating func open() {
    epoch += 1
  }

  mutating func record(at now: Int64) {
    var random = SplitMix64(seed: (digests.last ?? 0) ^ UInt64(bitPattern: now))
    digests.append(random.next())
  }

  /// As its owner's beats carry it.
  var told: PeerWatch.Told {
    PeerWatch.Told(head: digests.isEmpty ? nil : head(at: Int64(digests.count)), epoch: epoch)
  }

  private func head(at number: Int64) -> JournalHead {
    let digest = digests[Int(number) - 1]
    return JournalHead(sequence: number, hash: (0..<8).map { UInt8(truncatingIfNeeded: digest >> (8 * UInt64($0))) })
  }

  /// A beat that contradicts what is remembered is not believed.
  mutating func remember(_ beat: Beat) {
    guard !beat.isStopOnly, let head = beat.journal else { return }
    if let known = memories[beat.role] {
      guard head.sequence >= known.head?.sequence ?? 0, beat.epoch >= known.epoch else { return }
      if head.sequence == known.head?.sequence, head != known.head { return }
    }
    memories[beat.role] = PeerWatch.Told(head: head, epoch: beat.epoch)
  }

  /// How it differs from what somebody remembers of it; `nil` where it does not.
  func contradiction(of remembered: PeerWatch.Told, bug: PlantedBug? = nil) -> String? {
    let number = remembered.head?.sequence ?? 0
    if !isThere, bug == .lostJournalBeginsAnew { return nil }
    if number > digests.count {
      return isThere && bug == .olderJournalAccepted ? nil : "it ends at record \(digests.count), not at \(number)"
    }
    if number > 0, head(at: number) != remembered.head {
      return bug == .foreignJournalAccepted ? nil : "its record \(number) is another"
    }
    if epoch < remembered.epoch {
      return isThere && bug == .olderJournalAccepted
        ? nil : "it knows \(epoch) starts, and there were \(remembered.epoch)"
    }
    return nil
  }
}

/// What the journals in their places remember of each other, asked where a process starts.
///
/// Who counts as a witness is as in `JournalWitnesses`, which reads the files themselves.
struct SimulatedWitnesses {
  /// By their owners' ranks.
  let journals: [SimulatedJournal]

  /// How a process's journal differs from what the others remember of it; `nil` where it does not. One that is itself not
  /// the journal that the rest remember says nothing: it is of another run.
  func finding(of role: Role, bug: PlantedBug? = nil) -> String? {
    let witnesses = Role.allCases.filter { peer in
      guard peer != role else { return false }
      if bug == .foreignWitnessBelieved { return true }
      return contradiction(of: peer, by: Role.allCases.filter { $0 != role && $0 != peer }) == nil
    }
    return contradiction(of: role, by: witnesses, bug: bug)
  }

  private func contradiction(of role: Role, by peers: [Role], bug: PlantedBug? = nil) -> String? {
    for peer in peers {
      guard let told = journals[peer.rank].memories[role],
        let finding = journals[role.rank].contradiction(of: told, bug: bug)
      else { continue }
      return "\(finding), says the \(peer)"
    }
    return nil
  }
}
