package import Domain

/// Decides: takes alerts and verdicts, asks its policies, and sends proposals and experiments, one thing at a time.
///
/// It changes nothing itself. Every target it names lies within the rules of the symbol, every decision is published with
/// its trigger, and while the bot is not plainly in normal operation it only says why it waits.
package struct AdaptiveController: Core {
  package static let role = Role.controller
  package static let hears: Set<EventKind> = [
    .tradeClosed, .safety, .configurationApplied, .minute, .alert, .experiment, .change,
  ]

  private let settings: ControllerSettings
  private var situation: Situation
  /// The most urgent first.
  private var runs: [PolicyRun]
  private var requests = Requests()
  private var promotions = Promotions()
  private var planting: Planting
  private var desk: DecisionDesk

  package init(profile: SymbolProfile, settings: ControllerSettings) {
    self.settings = settings
    situation = Situation(profile: profile, settings: settings)
    runs = settings.policies.map { PolicyRun($0) }
    planting = Planting(settings.plantedChange)
    desk = DecisionDesk(settings: settings)
  }

  private var open: Int64 { situation.time.open }

  package mutating func receive(_ input: Input) -> [Effect] {
    situation.advance(to: input.time)
    switch input.content {
    case .event(let event):
      hear(event)
      return []
    case .command(let id, _, _):
      return [.answer(id: id, .notAuthorised("the controller takes no such request"))]
    case .endOfMinute:
      var effects: [Effect] = []
      decide(&effects)
      promote(&effects)
      plant(&effects)
      desk.report(situation, requests, &effects)
      return effects
    case .started(let epoch):
      desk.start(epoch)
      return []
    case .silence: return []
    }
  }

  // MARK: What it hears

  private mutating func hear(_ event: Event) {
    switch event {
    case .safety, .alert, .change, .experiment: desk.noteNews()
    default: break
    }
    switch event {
    case .safety(let report): situation.hear(report)
    case .configurationApplied(let applied): if situation.hear(applied) { promotions.hearApproval() }
    case .alert(let alert): hear(alert)
    case .change(let record): end(requests.hear(record, at: open))
    case .experiment(let report):
      end(requests.hear(report, at: open))
      promotions.hear(report)
    case .tradeClosed: planting.tradeClosed()
    default: break
    }
  }

  private mutating func hear(_ alert: Alert) {
    situation.hear(alert)
    for index in runs.indices where runs[index].policy.trigger == alert.kind {
      runs[index].take(alert.phase == .raised ? .raised(alert) : .cleared(alert))
    }
  }

  private mutating func end(_ ended: (request: Request, outcome: Outcome)?) {
    guard let (request, outcome) = ended else { return }
    let pause = outcome.pause(otherwise: settings.answerTime)
    if let pause, let promotion = request.promotion { promotions.putBack(promotion, until: open + pause) }
    guard let index = runs.firstIndex(where: { $0.policy.name == request.policy }) else { return }
    switch outcome {
    case .kept: runs[index].noteKept()
    case .reverted: runs[index].noteReverted(at: open, longest: settings.longestBackOff)
    case .refused:
      guard let pause, let move = request.move(of: runs[index].policy) else { return }
      runs[index].noteRefused(move: move, until: open + pause)
    case .nothing: break
    }
  }

  // MARK: What it decides

  /// Goes through the policies. Each may make one move a minute.
  private mutating func decide(_ effects: inout [Effect]) {
    requests.giveUp(at: open, answerTime: settings.answerTime, patience: settings.patience)
    for index in runs.indices {
      let policy = runs[index].policy
      if runs[index].stage == .waiting { retry(index, &effects) }
      guard runs[index].isReady(at: open) else { continue }
      switch runs[index].stage {
      case .idle, .waiting: break
      case .acting(let move):
        if policy.response == .lowerRisk { requests.dropReturns(of: policy.name) }
        guard move > 0 || runs[index].mayStart(at: open), !requests.isBusy(for: policy.name),
          let alert = runs[index].alerts.last
        else { continue }
        let choice = PolicyChoice.answer(to: alert, move: move, of: policy, situation, requests)
        carryOut(
          choice, of: index, trigger: "alert \(alert.number), \(alert.kind.rawValue): \(alert.text)", &effects)
      case .returning(let move):
        guard !requests.isBusy(for: policy.name) else { continue }
        let isReductionWanted = runs.indices.contains { $0 != index && runs[$0].wantsReduction }
        let choice = PolicyChoice.takeBack(
          policy.moves[move].parameter, isReductionWanted: isReductionWanted, situation, requests)
        carryOut(choice, of: index, trigger: "the alert of \(policy.trigger.rawValue) has cleared", &effects)
      }
    }
  }

  private mutating func carryOut(
    _ choice: PolicyChoice, of index: Int, trigger: String, _ effects: inout [Effect]
  ) {
    let policy = runs[index].policy
    switch choice {
    case .wait(let reason):
      return hold(index, reason, trigger, &effects)
    case .pass(let reason):
      if let reason {
        hold(index, reason, trigger, &effects)
        runs[index].notePassed(at: open)
      }
    case .propose(let parameter, let target, let purpose):
      runs[index].noteSent(at: open)
      propose(
        Proposal(
          parameter: parameter, target: target, purpose: purpose, reason: policy.name, evidence: trigger), &effects)
    case .compare(let parameter, let values):
      runs[index].noteSent(at: open)
      let isSent = desk.compare(
        parameter, values, policy: policy.name, trigger: trigger, priority: runs.count - index, &effects)
      if isSent { requests.add(Request(policy: policy.name, subject: .experiment, lastNews: open)) }
    }
    runs[index].take(.moveDone)
  }

  /// Publishes why nothing is done; once as long as the reason stays the same.
  private mutating func hold(_ index: Int, _ reason: String, _ trigger: String, _ effects: inout [Effect]) {
    guard runs[index].hold(reason) else { return }
    desk.publish(runs[index].policy.name, .hold(reason), trigger, &effects)
  }

  private mutating func propose(_ proposal: Proposal, promotion: Promotion? = nil, _ effects: inout [Effect]) {
    guard desk.propose(proposal, &effects) else { return }
    requests.add(
      Request(
        policy: proposal.reason,
        subject: .plan(parameter: proposal.parameter, target: proposal.target, purpose: proposal.purpose),
        lastNews: open, promotion: promotion))
  }

  /// What lowers risk is renewed while its alert stands; other answers are tried again after the cooldown.
  private mutating func retry(_ index: Int, _ effects: inout [Effect]) {
    let policy = runs[index].policy
    switch policy.response {
    case .lowerRisk:
      if runs[index].mustRenew(at: open, every: settings.renewEvery) { renew(index, &effects) }
    case .remedy, .experiment, .excludeSession:
      if !requests.isBusy(for: policy.name), runs[index].mayStart(at: open) { runs[index].take(.retry) }
    }
  }

  /// Renews the lowered values, so that they do not expire.
  private mutating func renew(_ index: Int, _ effects: inout [Effect]) {
    guard situation.obstacle == nil, desk.acts, let alert = runs[index].alerts.last,
      let inForce = situation.inForce
    else { return }
    runs[index].noteRenewed(at: open)
    let policy = runs[index].policy
    for move in policy.moves where situation.loweredFrom(move.parameter) != nil {
      desk.propose(
        Proposal(
          parameter: move.parameter, target: inForce.configuration[move.parameter], purpose: .lowerRisk,
          reason: policy.name, evidence: "alert \(alert.number) still stands: renewed"), &effects)
    }
  }

  /// Proposes what an experiment has proven.
  private mutating func promote(_ effects: inout [Effect]) {
    guard let found = promotions.next(at: open) else { return }
    if let obstacle = situation.obstacle ?? requests.obstacle(to: found.parameter, purpose: .promotion) {
      if promotions.hold(obstacle) { desk.publish("promotion", .hold(obstacle), found.evidence, &effects) }
      return
    }
    promotions.removeFirst()
    guard let rule = situation.rule, rule.permits(found.parameter, found.value) else {
      let reason = "\(found.parameter.rawValue) \(found.value) is not within the limits, or is in force"
      return desk.publish("promotion", .hold(reason), found.evidence, &effects)
    }
    propose(
      Proposal(
        parameter: found.parameter, target: found.value, purpose: .promotion, reason: "promotion",
        evidence: found.evidence, ramp: found.ramp), promotion: found, &effects)
  }

  /// Proposes the planted change once its time has come and nothing stands in the way.
  private mutating func plant(_ effects: inout [Effect]) {
    guard let proposal = planting.due, situation.obstacle == nil,
      requests.obstacle(to: proposal.parameter, purpose: .planted) == nil
    else { return }
    planting.finish()
    propose(proposal, &effects)
  }

  // MARK: Loss of memory

  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    desk.goOn(after: loss)
    return []
  }

  /// Nobody acts on a published decision, so that any number may stand for one that is lost.
  package static func standIn(for loss: MemoryLoss, number: Int64) -> Event? {
    .decision(DecisionDesk.lost(loss, number: number))
  }
}
