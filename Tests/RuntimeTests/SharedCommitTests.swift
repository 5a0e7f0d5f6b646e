import Domain
import GridTrading
import ReferenceBot
import Runtime
import Testing
import TraderRuntime

/// What is asked of the trader in one turn is stored by one commit and carried out by another.
struct SharedCommitTests {
  private let disk = CountingSurroundings()
  private let profile: SymbolProfile

  init() throws {
    profile = try #require(SymbolProfile.named("EURUSD"))
  }

  private func started() throws -> TraderLoop<CountingSurroundings> {
    let fresh = Trader(profile: profile, configuration: profile.defaults, settings: TraderSettings())
    var loop = TraderLoop(
      TraderLife(disk.stored, initial: fresh), epoch: 1,
      identity: StackIdentity(build: "1", configurationHash: []), isLockstep: false, now: 0, surroundings: disk)
    try loop.start(now: 0)
    disk.events.removeAll()
    return loop
  }

  private func approve(_ number: Int) -> WaitingCommand {
    WaitingCommand(id: "approve-\(number)", command: .approve(reason: "well"), origin: .person("Ana"))
  }

  @Test func `twenty approvals of a turn are two commits, and each has its own answer after the second`() throws {
    var loop = try started()
    for number in 0..<20 { try loop.receive(approve(number), deadline: 10, caller: "Ana", now: 0) }
    #expect(disk.events.isEmpty, "nobody hears anything before it is stored")
    try loop.storeReceived()
    #expect(disk.events == ["kept 20"])
    try loop.carryOutReceived(now: 0)
    #expect(disk.events.filter { $0.hasPrefix("stored") } == ["stored 20"])
    #expect(disk.replies.count == 20)
    #expect(disk.replies.values.allSatisfy { $0 == .done })
    try loop.carryOutReceived(now: 0)
    #expect(disk.events.filter { $0.hasPrefix("stored") }.count == 1)
  }

  @Test func `outcomes are each one's own: who may not is refused beside who may`() throws {
    var loop = try started()
    let stranger = WaitingCommand(
      id: "stranger", command: .rearm(trip: "none", reason: "why not"), origin: .person("Bob"))
    try loop.receive(approve(1), deadline: 10, caller: "Ana", now: 0)
    try loop.receive(stranger, deadline: 10, caller: "Bob", now: 0)
    try loop.storeReceived()
    try loop.carryOutReceived(now: 0)
    #expect(disk.replies["approve-1"] == .done)
    #expect(disk.replies["stranger"] == .refused(.unknownTrip("none")))
  }

  @Test func `one that comes twice in a turn is stored once and carried out once`() throws {
    var loop = try started()
    for _ in 0..<2 { try loop.receive(approve(1), deadline: 10, caller: "Ana", now: 0) }
    try loop.storeReceived()
    #expect(disk.events == ["kept 1"])
    try loop.carryOutReceived(now: 0)
    #expect(disk.events.filter { $0.hasPrefix("stored") } == ["stored 1"])
  }

  @Test func `a bot that dies between the two commits carries all of them out in its next life, once`() throws {
    var former = try started()
    for number in 0..<5 { try former.receive(approve(number), deadline: 10, caller: "Ana", now: 0) }
    try former.storeReceived()
    let fresh = Trader(profile: profile, configuration: profile.defaults, settings: TraderSettings())
    var loop = TraderLoop(
      TraderLife(disk.stored, initial: fresh), epoch: 2,
      identity: StackIdentity(build: "1", configurationHash: []), isLockstep: false, now: 0, surroundings: disk)
    #expect(loop.life.waiting.count == 5)
    try loop.start(now: 0)
    #expect(loop.life.waiting.isEmpty)
    #expect(disk.answered.count == 5)
  }

  @Test func `commands that may not be carried out yet are kept to a bound, and the next is refused by name`() throws {
    var loop = try started()
    for number in 0..<300 {
      let change = WaitingCommand(
        id: "optimizer-\(number)",
        command: .apply(
          ApplyRequest(
            change: ChangeID(Int64(number)), parameter: .lotSize, value: .lots(Lots(hundredths: 9)), purpose: .byHand,
            expected: .first, fence: 1, approves: false)),
        origin: .role(.optimizer))
      try loop.receive(change, deadline: 10, caller: "optimizer", now: 0)
      if number % 32 == 31 {
        try loop.storeReceived()
        try loop.carryOutReceived(now: 0)
      }
    }
    try loop.storeReceived()
    #expect(loop.life.waiting.count == 256)
    #expect(disk.replies["optimizer-255"] == .received)
    #expect(disk.replies["optimizer-256"] == .refused(.busy(queued: 256, limit: 256)))
  }
}

/// Counts what a trader puts on the disk.
private final class CountingSurroundings: TraderSurroundings {
  var stored = StoredTrader(past: [])
  var events: [String] = []
  var replies: [String: CommandReply] = [:]
  var answered: Set<String> = []

  func store(_ turn: Turn<TraderState>) throws -> [Event] {
    events.append("stored \(turn.answers.count)")
    for answer in turn.answers { answered.insert(answer.id) }
    if let checkpoint = turn.checkpoint {
      stored.checkpoint = checkpoint
      stored.kept = []
    }
    return []
  }

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    events.append("kept \(commands.count)")
    stored.kept += commands
  }

  func setAside(_ items: [SetAside], position: Int64) throws {}
  func recordedReply(to id: String) throws -> CommandReply? { nil }
  func publish(_ message: Event) throws {}
  func reply(_ reply: CommandReply, to id: String, _ caller: String) throws { replies[id] = reply }
  func latchTrips() -> [Trip] { [] }
  func writeLatch(_ trip: Trip) {}
  func archive(_ trip: String) {}
  let wallTime: Int64 = 0
}
