import Domain
import Simulation
import Testing

/// One fault of a file each, in a run without others.
struct WrongFileTests {
  @Test(arguments: Role.allCases, WrongJournal.allCases)
  func `a journal that is not the one that it was is refused by name and restored`(role: Role, wrong: WrongJournal) {
    let outcome = run([ScheduledFault(at: 10_000, lasts: 10_000, fault: .wrongJournal(role, wrong))])
    #expect(outcome.violation == nil)
    #expect(outcome.tells("the \(role) refuses to start: the \(role)'s journal"))
    #expect(outcome.tells("a person restores the files of the \(role)"))
    #expect(outcome.tells("a person re-arms journal-\(role)"))
    #expect(outcome.tells("the trader only stops") == (role == .trader))
  }

  @Test(arguments: WrongTraderFile.allCases)
  func `a file of the trader that its journal does not know leads to the stop-only life`(file: WrongTraderFile) {
    let outcome = run([ScheduledFault(at: 4_000, lasts: 25_000, fault: .wrongTraderFile(file))])
    #expect(outcome.violation == nil)
    let name = file == .olderVenueList ? "venue's list" : "stream log"
    #expect(outcome.tells("the trader refuses to start: the \(name)"))
    #expect(outcome.tells("the trader only stops"))
    #expect(outcome.tells("a person restores the files of the trader"))
  }

  @Test(arguments: [Role.monitor, .experimenter, .controller, .optimizer])
  func `a process that begins anew after a restart freezes the bot`(role: Role) {
    let faults = [
      ScheduledFault(at: 5_000, lasts: 0, fault: .kill(role)),
      ScheduledFault(at: 30_000, lasts: 0, fault: .journalsVanish(role)),
    ]
    #expect(run(faults).violation == nil)
    #expect(run(faults, bug: .headsNotCompared).violation?.invariant == .otherJournalNotNoticed)
  }

  @Test(arguments: LatchJunk.allCases)
  func `every sort of junk in the latch is a halt that a person clears`(junk: LatchJunk) {
    let outcome = run([ScheduledFault(at: 20_000, lasts: 5_000, fault: .junkInLatch(junk, 7))])
    #expect(outcome.violation == nil)
    #expect(outcome.tells("a person re-arms foreign-"))
  }

  private func run(_ faults: [ScheduledFault], bug: PlantedBug? = nil) -> SimulationOutcome {
    var scenario = Scenario(seed: 5, hours: 4, bug: bug)
    scenario.faults = faults
    return Simulation().run(scenario, traces: true)
  }
}

extension SimulationOutcome {
  fileprivate func tells(_ text: String) -> Bool { trace.contains { $0.contains(text) } }
}
