internal import Domain

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
