import Domain
import GridTrading
import LiveOptimizer
import ReferenceBot
import Testing
import TraderRuntime

@testable import Runtime

/// What cannot be judged is not stored, and where it was stored it is set aside.
struct JudgementTests {
  private static let poison: [Command] = [
    .propose(
      Proposal(
        parameter: .gridSpacing, target: .pips(Pips(tenths: .min)), purpose: .byHand, reason: "", evidence: "")),
    .propose(
      Proposal(parameter: .maxPositions, target: .count(.min), purpose: .byHand, reason: "", evidence: "")),
    .propose(
      Proposal(
        parameter: .lotSize, target: .lots(Lots(hundredths: .max)), purpose: .byHand, reason: "", evidence: "")),
    .propose(
      Proposal(
        parameter: .lotSize, target: .count(1), purpose: .byHand, reason: "", evidence: "", ramp: ExperimentID(.max))),
    .rollBack(change: ChangeID(.max), reason: ""), .rollBack(change: ChangeID(-1), reason: ""),
  ]

  private func loop(
    _ world: JudgingSurroundings, _ stored: Stored<HostState<HeedlessCore>, CorePast> = Stored(past: CorePast())
  ) throws -> CoreLoop<JudgingSurroundings> {
    var loop = CoreLoop(stored, epoch: 1, isLockstep: false, surroundings: world) { HeedlessCore() }
    try loop.proceed(now: 0)
    try loop.take(.minute(1), from: .trader, sequence: 1, time: MarketTime(utc: 60_000, open: 60_000), now: 0)
    try loop.proceed(now: 0)
    return loop
  }

  @Test(arguments: poison)
  func `a command whose numbers mean nothing is refused by them before it is stored`(command: Command) throws {
    let world = JudgingSurroundings()
    var loop = try loop(world)
    try loop.receive(
      WaitingCommand(id: "poison", command: command, origin: .person("Ana")), deadline: 1, caller: "Ana", now: 0)
    try loop.proceed(now: 0)
    #expect(world.kept.isEmpty)
    #expect(loop.life.core.taken.isEmpty)
    guard case .refused(.implausible(_, let value, _, _))? = world.replies["poison"] else {
      Issue.record("\(String(describing: world.replies["poison"]))")
      return
    }
    #expect(["\(Int32.min)", "\(Int32.max)", "\(Int64.min)", "\(Int64.max)", "-1"].contains(value))
  }

  @Test func `a command of somebody who may not ask is refused before it is stored`() throws {
    let world = JudgingSurroundings()
    var loop = try loop(world)
    let command = Command.rollBack(change: nil, reason: "")
    try loop.receive(
      WaitingCommand(id: "m", command: command, origin: .role(.monitor)), deadline: 1, caller: "m", now: 0)
    #expect(world.replies["m"] == .refused(.notAuthorised("monitor may not roll back")))
    #expect(world.kept.isEmpty)
  }

  @Test(arguments: poison)
  func `a stored one is set aside, the rest is carried out, and the next start knows it`(command: Command) throws {
    let world = JudgingSurroundings()
    var stored = Stored<HostState<HeedlessCore>, CorePast>(past: CorePast())
    stored.kept = [
      WaitingCommand(id: "poison", command: command, origin: .person("Ana")),
      WaitingCommand(id: "good", command: .rollBack(change: nil, reason: ""), origin: .person("Ana")),
    ]
    let first = try loop(world, stored)
    #expect(first.life.core.taken == ["good"])
    #expect(first.life.waiting.isEmpty)
    #expect(world.setAside.map(\.name) == ["command poison"])

    stored.knownSetAside = ["command poison"]
    let again = try loop(world, stored)
    #expect(again.life.core.taken == ["good"])
    #expect(world.setAside.count == 1)
  }

  @Test func `one that waits in the checkpoint, and one that cannot be sent, are set aside too`() throws {
    let world = JudgingSurroundings()
    var stored = Stored<HostState<HeedlessCore>, CorePast>(past: CorePast())
    stored.checkpoint = HostState(
      core: HeedlessCore(), steps: 0, sequence: 0, heads: [0, 0, 0, 0, 0], minute: 0, openMinute: nil, time: .origin,
      waiting: [WaitingCommand(id: "poison", command: Self.poison[0], origin: .person("Ana"))])
    stored.outbox = [
      OutgoingCommand(id: "x", .stop(Trip(id: "stop now", level: .halted, reason: "", source: "", time: 0))),
      OutgoingCommand(id: "y", .stop(Trip(id: "stop", level: .halted, reason: "", source: "", time: 0))),
    ]
    var loop = try loop(world, stored)
    try loop.sendOutbox(now: 0)
    #expect(world.setAside.map(\.name) == ["command poison", "outgoing x"])
    #expect(world.sent == ["y"])
    #expect(loop.life.core.taken.isEmpty)
  }

  @Test func `a taken input that cannot be read is passed over where nothing else hung on it`() throws {
    let world = JudgingSurroundings()
    var stored = Stored<HostState<HeedlessCore>, CorePast>(past: CorePast())
    stored.past.steps = 2
    stored.past.lostSteps = [0]
    stored.setAside = [SetAside(name: "row 3", reason: "it cannot be read")]
    let start = Input(time: .origin, content: .started(epoch: 1))
    stored.past.inputs = [InputRecord(step: 1, sender: nil, sequence: 0, input: start)]
    let loop = try loop(world, stored)
    #expect(!loop.isRecovering)
    #expect(world.setAside.map(\.name) == ["row 3"])
  }

  // MARK: The trader

  @Test func `the trader alarms once what it sets aside, and whoever asked for a change hears of it`() throws {
    let profile = try #require(SymbolProfile.named("EURUSD"))
    let fresh = Trader(profile: profile, configuration: profile.defaults, settings: TraderSettings())
    let request = ApplyRequest(
      change: ChangeID(7), parameter: .gridSpacing, value: .pips(Pips(tenths: .min)), purpose: .byHand,
      expected: .first, fence: 1, approves: false)
    var stored = StoredTrader(past: [])
    stored.kept = [WaitingCommand(id: "optimizer-1", command: .apply(request), origin: .role(.optimizer))]
    stored.setAside = [SetAside(name: "row 12", reason: "it cannot be read")]
    let world = JudgingTraderSurroundings()
    func start() throws {
      var loop = TraderLoop(
        TraderLife(stored, initial: fresh), epoch: 1, identity: StackIdentity(build: "1", configurationHash: []),
        isLockstep: false, now: 0, surroundings: world)
      try loop.start(now: 0)
    }
    try start()
    #expect(world.incidents.count == 2)
    #expect(world.incidents.contains { $0.contains("optimizer-1") && $0.contains("\(Int32.min)") })
    #expect(world.refusedChanges == [ChangeID(7)])
    stored.knownSetAside = Set(world.setAside.map(\.name))
    try start()
    #expect(world.incidents.count == 2)
  }
}

/// A double of a core: takes everything, and answers each command.
private struct HeedlessCore: Core {
  static let role = Role.optimizer
  static let hears = LiveOptimizer.hears
  var taken: [String] = []

  mutating func receive(_ input: Input) -> [Effect] {
    guard case .command(let id, _, _) = input.content else { return [] }
    taken.append(id)
    return [.answer(id: id, nil)]
  }
}

private final class JudgingSurroundings: CoreSurroundings {
  typealias C = HeedlessCore
  var kept: [String] = []
  var sent: [String] = []
  var replies: [String: CommandReply] = [:]
  var setAside: [SetAside] = []

  func store(_ turn: Turn<HostState<HeedlessCore>>) -> [String] { [] }
  func keep(_ commands: [WaitingCommand], position: Int64) { kept += commands.map(\.id) }
  func setAside(_ items: [SetAside], position: Int64) { setAside += items }
  func settle(_ ids: [String]) {}
  func recordedReply(to id: String) -> CommandReply? { nil }
  func publish(_ message: String) {}
  func beat(_ progress: LoopProgress) {}
  func send(_ command: OutgoingCommand, now: Int64) { sent.append(command.id) }
  func askForRange(of role: Role, from sequence: Int64, now: Int64) {}
  func reply(_ reply: CommandReply, to id: String, _ caller: String) { replies[id] = reply }
  func writeLatch(_ trip: Trip) {}
}

private final class JudgingTraderSurroundings: TraderSurroundings {
  var incidents: [String] = []
  var refusedChanges: [ChangeID] = []
  var setAside: [SetAside] = []

  func store(_ turn: Turn<TraderState>) -> [Event] { turn.published.map(\.event) }
  func keep(_ commands: [WaitingCommand], position: Int64) {}
  func setAside(_ items: [SetAside], position: Int64) { setAside += items }
  func recordedReply(to id: String) -> CommandReply? { nil }

  func publish(_ message: Event) {
    switch message {
    case .incident(let incident) where incident.kind == .setAside: incidents.append(incident.detail)
    case .configurationRefused(let refused): refusedChanges.append(refused.change)
    default: break
    }
  }

  func reply(_ reply: CommandReply, to id: String, _ caller: String) {}
  func latchTrips() -> [Trip] { [] }
  func writeLatch(_ trip: Trip) {}
  func archive(_ trip: String) {}
  let wallTime: Int64 = 0
}
