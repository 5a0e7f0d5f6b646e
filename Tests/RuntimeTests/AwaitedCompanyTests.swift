import Domain
import GridTrading
import ReferenceBot
import Runtime
import Testing
import TraderRuntime
import Wire

/// A change that is asked for while a bot that has just started still waits for monitor and controller.
struct AwaitedCompanyTests {
  private let surroundings = InMemorySurroundings()
  private let profile: SymbolProfile

  init() throws {
    profile = try #require(SymbolProfile.named("EURUSD"))
  }

  private let identity = StackIdentity(build: "1", configurationHash: [])

  private func started(at now: Int64) throws -> TraderLoop<InMemorySurroundings> {
    let fresh = Trader(profile: profile, configuration: profile.defaults, settings: TraderSettings())
    var loop = TraderLoop(
      TraderLife(surroundings.stored, initial: fresh), epoch: 1, identity: identity, isLockstep: false, now: now,
      surroundings: surroundings)
    try loop.start(now: now)
    return loop
  }

  private func beat(_ role: Role) -> Beat {
    Beat(
      role: role, epoch: 1, headSequence: 0, build: identity.build, configurationHash: identity.configurationHash,
      heard: HeardPosition(sequence: 0, epoch: 1))
  }

  private let change = WaitingCommand(
    id: "optimizer-1",
    command: .apply(
      ApplyRequest(
        change: ChangeID(1), parameter: .lotSize, value: .lots(Lots(hundredths: 9)), purpose: .byHand, expected: .first,
        fence: 1, approves: false)),
    origin: .role(.optimizer))

  private func ask(_ loop: inout TraderLoop<InMemorySurroundings>, at now: Int64) throws {
    try loop.receive(change, deadline: now + 1_000, caller: "optimizer", now: now)
    try loop.storeReceived()
    try loop.carryOutReceived(now: now)
  }

  private func comeTogether(_ loop: inout TraderLoop<InMemorySurroundings>, at now: Int64) throws {
    try loop.hear(beat(.monitor), now: now)
    try loop.hear(beat(.controller), now: now)
    try loop.hearSilence(now: now)
  }

  @Test func `it waits, and is applied as soon as both have beaten`() throws {
    var loop = try started(at: 0)
    try ask(&loop, at: 50)
    #expect(surroundings.replies["optimizer-1"] == .received)
    #expect(surroundings.verdicts.isEmpty)
    try loop.hear(beat(.monitor), now: 100)
    try loop.hearSilence(now: 100)
    #expect(surroundings.verdicts.isEmpty, "one of them is not both")
    try comeTogether(&loop, at: 200)
    #expect(surroundings.verdicts == ["applied"])
    #expect(loop.trader.ledger.configuration.lotSize == Lots(hundredths: 9))
  }

  @Test func `who beats and has not heard this life of the bot is no company`() throws {
    var loop = try started(at: 0)
    try ask(&loop, at: 50)
    for heard in [nil, HeardPosition(sequence: 0, epoch: 0), HeardPosition(sequence: 7, epoch: 2)] {
      for role in [Role.monitor, .controller] {
        var deaf = beat(role)
        deaf.heard = heard
        try loop.hear(deaf, now: 100)
      }
      try loop.hearSilence(now: 100)
      #expect(loop.trader.level == .frozen)
      #expect(surroundings.verdicts.isEmpty)
    }
    try comeTogether(&loop, at: 200)
    #expect(loop.trader.level == .active)
    #expect(surroundings.verdicts == ["applied"])
  }

  @Test func `a bot that dies meanwhile applies it in its next life`() throws {
    var former = try started(at: 0)
    try ask(&former, at: 50)
    var loop = try started(at: 0)
    #expect(loop.life.waiting.map(\.id) == ["optimizer-1"])
    try comeTogether(&loop, at: 100)
    #expect(surroundings.verdicts == ["applied"])
  }

  @Test func `a person's stop and re-arm do not wait for company, and leave the change where it is`() throws {
    var loop = try started(at: 0)
    try ask(&loop, at: 50)
    let trip = Trip(id: "t", level: .reducing, reason: "a test", source: "Ana", time: 0)
    try loop.take(trip)
    #expect(loop.trader.level == .reducing)
    let rearm = WaitingCommand(id: "rearm", command: .rearm(trip: "t", reason: "over"), origin: .person("Ana"))
    try loop.receive(rearm, deadline: 1_000, caller: "Ana", now: 60)
    try loop.storeReceived()
    try loop.carryOutReceived(now: 60)
    #expect(surroundings.replies["rearm"] == .done)
    #expect(surroundings.verdicts.isEmpty)
    #expect(loop.life.waiting.map(\.id) == ["optimizer-1"])
  }

  @Test func `one that comes when monitor is silent is refused at once`() throws {
    var loop = try started(at: 0)
    try comeTogether(&loop, at: 100)
    try loop.hear(beat(.controller), now: 4_000)
    try loop.hearSilence(now: 4_000)
    try ask(&loop, at: 4_050)
    #expect(surroundings.verdicts == ["refused"])
  }

  @Test func `whoever halts meanwhile has it refused`() throws {
    var loop = try started(at: 0)
    try ask(&loop, at: 50)
    try loop.take(Trip(id: "t", level: .halted, reason: "a test", source: "Ana", time: 0))
    try comeTogether(&loop, at: 100)
    #expect(surroundings.verdicts == ["refused"])
  }
}

/// Remembers in memory what a trader would put on the disk and send; its venue takes everything.
private final class InMemorySurroundings: TraderSurroundings {
  var stored = StoredTrader(past: [])
  var replies: [String: CommandReply] = [:]
  /// The outcomes of changes, in their order.
  var verdicts: [String] = []
  private var kept: [String: WaitingCommand] = [:]

  func store(_ turn: Turn<TraderState>) throws -> [Event] {
    if let checkpoint = turn.checkpoint {
      stored.checkpoint = checkpoint
      stored.kept = []
    }
    return turn.published.map(\.event)
  }

  func keep(_ commands: [WaitingCommand], position: Int64) throws {
    stored.kept += commands
    for command in commands { if case .role = command.origin { replies[command.id] = .received } }
  }

  func setAside(_ items: [SetAside], position: Int64) throws {}
  func recordedReply(to id: String) throws -> CommandReply? { replies[id] }

  func publish(_ message: Event) throws {
    switch message {
    case .configurationApplied(let applied) where applied.change != nil: verdicts.append("applied")
    case .configurationRefused: verdicts.append("refused")
    default: break
    }
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: String) throws { replies[id] = reply }
  func latchTrips() -> [Trip] { [] }
  func writeLatch(_ trip: Trip) {}
  func archive(_ trip: String) {}
  let wallTime: Int64 = 0
}
