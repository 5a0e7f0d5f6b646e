import Domain
import LiveOptimizer
import Runtime
import Testing

struct CoreLoopTests {
  private let now: Int64 = 1000

  private func loop(_ world: RecordingSurroundings) throws -> CoreLoop<RecordingSurroundings> {
    var loop = CoreLoop(
      Stored<HostState<KnowingCore>, CorePast>(past: CorePast()), epoch: 1, isLockstep: false, surroundings: world
    ) { KnowingCore() }
    try loop.proceed(now: now)
    return loop
  }

  private func ask(_ loop: inout CoreLoop<RecordingSurroundings>, _ id: String, _ origin: Origin) throws {
    let command = WaitingCommand(id: id, command: .rollBack(change: nil, reason: id), origin: origin)
    try loop.receive(command, deadline: now + 1, caller: id, now: now)
    try loop.storeReceived()
    try loop.proceed(now: now)
  }

  @Test(arguments: [Origin.person("ana"), .role(.controller)])
  func `what is asked before the trader's first word waits for it and is carried out once`(origin: Origin) throws {
    let world = RecordingSurroundings()
    var loop = try loop(world)
    try ask(&loop, "early", origin)
    #expect(world.answers.isEmpty)
    #expect(world.kept == ["early"])

    try loop.take(.minute(1), from: .trader, sequence: 1, time: MarketTime(utc: 60_000, open: 60_000), now: now)
    try loop.proceed(now: now)
    #expect(world.answers == ["early done"])
    try loop.proceed(now: now)
    #expect(world.answers == ["early done"])
    try ask(&loop, "late", origin)
    #expect(world.answers == ["early done", "late done"])
  }

  @Test func `a planned end before the core is where it was leaves what is committed alone`() throws {
    let world = RecordingSurroundings()
    var stored = Stored<HostState<KnowingCore>, CorePast>(past: CorePast())
    stored.past.steps = 2
    var loop = CoreLoop(stored, epoch: 2, isLockstep: false, surroundings: world) { KnowingCore() }
    try loop.proceed(now: now)
    #expect(loop.isRecovering)
    try loop.checkpoint()
    #expect(world.stored == 0)

    stored.past.steps = nil
    loop = CoreLoop(stored, epoch: 2, isLockstep: false, surroundings: world) { KnowingCore() }
    try loop.proceed(now: now)
    let started = world.stored
    try loop.checkpoint()
    #expect(world.stored == started + 1)
  }
}

/// A double of a core: refuses what is asked of it until it has heard an event.
private struct KnowingCore: Core {
  static let role = Role.optimizer
  static let hears = LiveOptimizer.hears
  var knows = false

  mutating func receive(_ input: Input) -> [Effect] {
    switch input.content {
    case .event:
      knows = true
      return []
    case .command(let id, _, _): return [.answer(id: id, knows ? nil : .unknownInputs("nothing"))]
    case .endOfMinute, .started, .silence: return []
    }
  }
}

/// A double of disk and sockets: keeps what the loop asks of it.
private final class RecordingSurroundings: CoreSurroundings {
  typealias C = KnowingCore
  var kept: [String] = []
  var answers: [String] = []
  var stored = 0

  func store(_ turn: Turn<HostState<KnowingCore>>) -> [String] {
    stored += 1
    answers += turn.answers.map { "\($0.id) \($0.refusal == nil ? "done" : "refused")" }
    return []
  }

  func keep(_ commands: [WaitingCommand], position: Int64) { kept += commands.map(\.id) }
  func setAside(_ items: [SetAside], position: Int64) {}
  func settle(_ ids: [String]) {}
  func recordedReply(to id: String) -> CommandReply? { nil }
  func publish(_ message: String) {}
  func beat(_ progress: LoopProgress) {}
  func send(_ command: OutgoingCommand, now: Int64) {}
  func askForRange(of role: Role, from sequence: Int64, now: Int64) {}
  func reply(_ reply: CommandReply, to id: String, _ caller: String) {}
  func writeLatch(_ trip: Trip) {}
}
