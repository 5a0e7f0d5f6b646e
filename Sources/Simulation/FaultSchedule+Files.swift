internal import Domain

extension FaultSchedule {
  /// In every other seed a latch file of another sort than an empty one. Drawn apart.
  func junk() -> [ScheduledFault] {
    var random = SplitMix64(seed: seed ^ 0x1a7c_4000)
    guard random.next() % 2 == 0 else { return [] }
    let kind: LatchJunk = [.unreadable, .copy, .tooLong][Int(random.next() % 3)]
    let lasts = kind == .unreadable ? 1_000 + Int64(random.next() % 10_000) : 0
    let fault = Fault.junkInLatch(kind, Int(random.next() % 1_000_000))
    return [ScheduledFault(at: Int64(random.next() % UInt64(end)), lasts: lasts, fault: fault)]
  }

  /// In every other seed one to three files that are not what they were, and something else that dies beside it; in every
  /// sixteenth all journals vanish, late, since that ends the run. Drawn apart.
  func files() -> [ScheduledFault] {
    var random = SplitMix64(seed: seed ^ 0xf11e_5000)
    var faults: [ScheduledFault] = []
    if random.next() % 16 == 0 {
      let role = Role.allCases[1 + Int(random.next() % 4)]
      let at = end / 2 + Int64(random.next() % UInt64(end / 2))
      faults.append(ScheduledFault(at: at, lasts: 0, fault: .journalsVanish(role)))
    }
    guard random.next() % 2 == 0 else { return faults }
    for _ in 0...random.next() % 3 {
      let at = Int64(random.next() % UInt64(end))
      // A copy may be so young that no peer has written down what it lacks.
      let lasts = 100 + Int64(random.next() % (random.next() % 3 == 0 ? 900 : 60_000))
      let role = Role.allCases[Int(random.next() % 5)]
      let fault: Fault =
        random.next() % 3 == 0
        ? .wrongTraderFile(WrongTraderFile.allCases[Int(random.next() % 3)])
        : .wrongJournal(role, WrongJournal.allCases[Int(random.next() % 3)])
      faults.append(ScheduledFault(at: at, lasts: lasts, fault: fault))
      guard random.next() % 2 == 0 else { continue }
      let other = Role.allCases[Int(random.next() % 5)]
      let later = at + lasts + Int64(random.next() % 5_000)
      faults.append(ScheduledFault(at: later, lasts: 0, fault: .kill(other)))
    }
    return faults
  }
}
