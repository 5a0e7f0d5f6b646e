import Domain

extension World {
  var keepers: [any JournalKeeper] { [trader, monitor, experimenter, controller, optimizer] }

  /// What lies in the places of the journals.
  var witnesses: SimulatedWitnesses {
    SimulatedWitnesses(journals: keepers.map { haveJournalsVanished ? SimulatedJournal() : $0.journal })
  }

  /// One at a time: a witness of one must not be damaged meanwhile.
  private var canReplace: Bool { !isCalm && !haveJournalsVanished && !keepers.contains(where: \.isSpoiled) }

  /// A copy is made, as a backup would be.
  func copyFiles(of role: Role) {
    keepers[role.rank].copyFiles()
  }

  /// A process dies, and its journal is not the one that it was. One of which nobody remembers anything that it lacks
  /// cannot be told, and stays.
  func replaceJournal(of role: Role, by wrong: WrongJournal) {
    let keeper = keepers[role.rank]
    guard canReplace else { return }
    kill(role)
    let right = keeper.journal
    keeper.replaceJournal(by: wrong)
    guard keeper.journal != right else { return keeper.restoreFiles() }
    guard witnesses.finding(of: role) != nil || role == .trader && trader.lacksCommit else {
      trace.note(now, "nobody could tell that the \(role)'s journal is another")
      return keeper.restoreFiles()
    }
    trace.note(now, "the \(role)'s journal is \(wrong.rawValue)")
    judge.willReplace(right, of: role)
  }

  /// The trader dies, and one of its files is not what it was.
  func replace(_ file: WrongTraderFile) {
    guard canReplace else { return }
    kill(.trader)
    if trader.replace(file) { trace.note(now, "the trader's file: \(file.rawValue)") }
  }

  /// A process would not start. A person restores what is wrong before long; until then the trader only stops, and the
  /// others stay down.
  func refuse(_ role: Role, _ wrong: WrongFile) {
    trace.note(now, "the \(role) refuses to start: \(wrong.finding)")
    judge.noteLatch(now)
    if !keepers[role.rank].isSpoiled {
      judge.find(.rightFileRefused, now, "the \(role) refuses its own file: \(wrong.finding)")
    }
    guard refused.insert(role).inserted else { return }
    queue.add(.restoration(role), at: now + 2_000 + Int64(random.next() % 25_000))
    guard role == .trader else { return }
    spoiled += 1
    queue.add(.restart(.trader), at: now + 1_000)
  }

  func restoreFiles(of role: Role) {
    guard refused.remove(role) != nil else { return }
    trace.note(now, "a person restores the files of the \(role)")
    keepers[role.rank].restoreFiles()
    if role == .trader { mendTrader() } else { restart(role) }
  }

  func restoreAllFiles() {
    for keeper in keepers { keeper.restoreFiles() }
    refused.removeAll()
  }

  /// Every journal vanishes under the running stack, and one process, which crashes, starts with an empty one. A person
  /// then puts the run away, for what the others have heard meanwhile is of another past.
  func loseAllJournals(andRestart role: Role) {
    guard canReplace, role != .trader, processes[role.rank].isAlive else { return }
    haveJournalsVanished = true
    judge.willBeginAnew(role)
    kill(role)
    keepers[role.rank].forgetJournal()
    queue.add(.putAway, at: now + 10_000)
  }
}
