import Domain
import LiveOptimizer
import ReferenceBot
import Runtime

extension World {
  private static let parameters: [Parameter] = [
    .gridSpacing, .takeProfit, .stopLoss, .lotSize, .maxPositions, .maxSpread,
  ]

  private func newCommand(_ command: Command) -> WaitingCommand {
    commands += 1
    return WaitingCommand(id: "person-\(commands)", command: command, origin: .person("Ana"))
  }

  /// A person's request, which is retried a few times, as by a client that gets no answer.
  private func ask(_ command: Command) {
    let waiting = newCommand(command)
    trace.note(now, "a person asks the \(command.recipient): \(command)")
    if case .startExperiment = command { judge.experimentsAsked.insert(waiting.id) }
    for attempt in 0..<3 { queue.add(.personCommand(waiting), at: now + Int64(attempt) * 1_000) }
  }

  func send(_ command: WaitingCommand) {
    send(.command(command, deadline: now + 5_000), from: nil, to: command.command.recipient)
  }

  /// What a person does now and then: moves a parameter, approves, goes back, starts an experiment.
  func actAsPerson() {
    guard !isCalm else { return }
    queue.add(.person, at: now + 4_000 + Int64(random.next() % 20_000))
    guard let configuration = trader.trader?.ledger.configuration else { return }
    let parameter = Self.parameters[Int(random.next() % 6)]
    let quanta = configuration[parameter].quanta ?? 1
    let target = configuration[parameter].with(quanta: max(1, quanta * Int(80 + random.next() % 41) / 100))
    switch random.next() % 12 {
    case 0: ask(.approve(reason: "it is well"))
    case 10: wantLessRisk(configuration)
    case 11:
      // What is on its way, or something that is over: then it is refused by name.
      let planned = optimizer.core?.told.steps.first?.change ?? optimizer.core?.live.last?.id ?? ChangeID(1)
      ask(.cancelChange(planned, reason: "enough"))
    case 1: ask(.rollBack(change: nil, reason: "back"))
    case 2:
      let last = optimizer.core?.live.last?.id ?? ChangeID(1)
      ask(.rollBack(change: last, reason: "undo"))
    case 3:
      guard let target else { return }
      ask(
        .startExperiment(
          ExperimentRequest(hypothesis: "better", parameter: parameter, values: [target], priority: 1)))
    default:
      guard let target else { return }
      ask(
        .propose(
          Proposal(parameter: parameter, target: target, purpose: .byHand, reason: "try", evidence: "")))
    }
  }

  /// Less risk, whatever is measured, now and then with an approval right behind it while steps are under way.
  private func wantLessRisk(_ configuration: Configuration) {
    let parameter = [Parameter.lotSize, .maxPositions, .stopLoss][Int(random.next() % 3)]
    let quanta = configuration[parameter].quanta ?? 1
    guard let target = configuration[parameter].with(quanta: max(1, quanta * Int(70 + random.next() % 25) / 100)) else {
      return
    }
    ask(
      .propose(Proposal(parameter: parameter, target: target, purpose: .byHand, reason: "less", evidence: "")))
    guard random.next() % 2 == 0 else { return }
    if random.next() % 2 == 0 { ask(.rollBack(change: nil, reason: "back")) }
    ask(.approve(reason: "as it is"))
  }

  /// A person looks at the stops and takes one back when it can be.
  func rearmAsPerson() {
    queue.add(.rearm, at: now + (isCalm ? 1_000 : 3_000 + Int64(random.next() % 6_000)))
    guard let bot = trader.trader, let trip = bot.trips.all.first else { return }
    guard bot.trips.level < .halted || bot.flatness == .verifiedFlat else { return }
    // Of many a person takes back all, as `sotano rearm --all` does.
    let meant = bot.trips.all.count > 4 ? bot.trips.all.sorted { $0.level < $1.level } : [trip]
    for trip in meant {
      trace.note(now, "a person re-arms \(trip.id)")
      send(newCommand(.rearm(trip: trip.id, reason: "looked at it")))
    }
  }

  /// A request in the optimizer's name that must be refused.
  func sendWrong(_ kind: WrongRequest, _ index: Int) {
    guard let bot = trader.trader, let request = wrongRequest(kind, bot, ChangeID(900_000 + Int64(index))) else {
      return
    }
    trace.note(now, "a wrong request: \(kind.rawValue), \(request.parameter.rawValue) to \(request.value)")
    judge.wrong[request.change] = kind
    let command = WaitingCommand(id: "wrong-\(index)", command: .apply(request), origin: .role(.optimizer))
    send(.command(command, deadline: now + 5_000), from: nil, to: .trader)
  }

  private func wrongRequest(_ kind: WrongRequest, _ bot: Trader, _ change: ChangeID) -> ApplyRequest? {
    let ledger = bot.ledger
    let recent = ledger.lastChanged.filter { bot.time.open - $0.value < settings.profile.rules.cooldown / 2 }
    var parameter = Self.parameters[Int(random.next() % 4)]
    var request = ApplyRequest(
      change: change, parameter: parameter, value: .count(1), purpose: .byHand, expected: ledger.version,
      fence: ledger.fence, approves: false, approvals: ledger.approvals)
    guard var quanta = ledger.configuration[parameter].quanta, let rule = settings.profile.rules[parameter] else {
      return nil
    }
    quanta += quanta < rule.highest ? 1 : -1
    switch kind {
    case .oldWriter:
      guard optimizerEpochs.count > 1, ledger.fence >= optimizerEpochs[optimizerEpochs.count - 1] else { return nil }
      guard recent[parameter] == nil else { return nil }
      request.fence = optimizerEpochs[optimizerEpochs.count - 2]
    case .otherVersion:
      guard recent[parameter] == nil else { return nil }
      // Far ahead: the next one may be in force by the time the request is read.
      request.expected = ConfigurationVersion(ledger.version.number + 1_000)
    case .outOfBounds: quanta = rule.highest + 10
    case .stepTooLarge: quanta = quanta * 13 / 10 + 2
    case .withinCooldown:
      guard let changed = recent.keys.sorted(by: { $0.rawValue < $1.rawValue }).first,
        let now = ledger.configuration[changed].quanta, let rule = settings.profile.rules[changed]
      else { return nil }
      parameter = changed
      quanta = now + (now < rule.highest ? 1 : -1)
    case .beyondDrift:
      let home = ledger.approved[parameter].quanta ?? 0
      let beyond = home + home * settings.profile.rules.driftPerMille / 1000 + 1
      guard recent[parameter] == nil, beyond <= rule.highest, beyond > quanta else { return nil }
      quanta = beyond
    }
    guard let value = ledger.configuration[parameter].with(quanta: quanta) else { return nil }
    request.parameter = parameter
    request.value = value
    return request
  }
}
