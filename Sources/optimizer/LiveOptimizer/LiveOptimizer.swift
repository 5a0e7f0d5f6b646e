package import Domain

/// The only writer of parameters: it turns proposals into legal steps, sends them, and ends each by what was measured.
///
/// A change goes `proposed → admitted → staged → applied → measuring → kept | reverted | inconclusive`; what needs no
/// proof is kept as soon as it is applied. Only one request to the trader is under way at a time.
package struct LiveOptimizer: Core {
  package static let role = Role.optimizer
  package static let hears: Set<EventKind> = [
    .tradeOpened, .tradeClosed, .safety, .configurationApplied, .configurationRefused, .entries, .minute, .measurement,
    .experiment,
  ]

  private var time = MarketTime.origin
  private var trader: TraderWord
  private var book: ChangeBook
  private var desk = CommandDesk()

  package init(profile: SymbolProfile, settings: OptimizerSettings) {
    trader = TraderWord(rules: profile.rules)
    book = ChangeBook(profile: profile, settings: settings)
  }

  /// The configuration in force by the trader's last event.
  package var inForce: ConfigurationApplied? { trader.inForce }

  /// Changes that have not ended, in order of their numbers.
  package var live: [ChangeRecord] { book.queue.live }

  /// What was said last of the steps to come.
  package var told: Plans { book.queue.plans.told }

  package mutating func receive(_ input: Input) -> [Effect] {
    if input.time > time { time = input.time }
    var turn = Reaction(time: time, trader: trader)
    switch input.content {
    case .event(let event):
      learn(event, &turn)
    case .command(let id, let command, let origin):
      if let before = desk.answer(to: id) { return [before] }
      let refusal = carryOut(command, from: origin, &turn)
      turn.effects.append(desk.answer(id, refusal))
    case .started(let epoch):
      desk.start(epoch)
      for request in [book.queue.requestInFlight(trader, fence: epoch), book.ramp.request(fence: epoch)] {
        send(request, &turn)
      }
    case .endOfMinute:
      book.endMinute(&turn)
      advance(&turn)
    case .silence: break
    }
    tellPlans(&turn)
    return turn.effects
  }

  private mutating func learn(_ event: Event, _ turn: inout Reaction) {
    switch event {
    case .tradeOpened: book.evidence.tradeOpened()
    case .tradeClosed:
      book.evidence.tradeClosed(at: time.open)
      book.reductions.tradeClosed()
    case .entries(let summary): book.evidence.see(summary)
    case .safety(let report):
      trader.hear(report)
      turn.trader = trader
      advance(&turn)
    case .configurationApplied(let now):
      guard let news = trader.hear(now, at: time) else { break }
      turn.trader = trader
      adopt(news, &turn)
    case .configurationRefused(let refused):
      if book.hear(refused, &turn) { advance(&turn) }
    case .measurement(let report):
      if book.hear(report, &turn) { advance(&turn) }
    case .experiment(let report):
      book.hear(report, &turn)
      advance(&turn)
    default: break
    }
  }

  private mutating func adopt(_ news: TraderWord.News, _ turn: inout Reaction) {
    let isAnswer = book.adopt(news, &turn)
    // The version moved by other means: the request under way is retried, under the present one.
    if news.isMove, !isAnswer { send(book.queue.requestInFlight(trader, fence: desk.epoch), &turn) }
    advance(&turn)
  }

  /// Carries out a command as far as it goes at once.
  ///
  /// - Returns: the rule that is against it, or `nil` when it is under way; its records then say how it ends.
  private mutating func carryOut(_ command: Command, from origin: Origin, _ turn: inout Reaction) -> Refusal? {
    do throws(Refusal) {
      switch command {
      case .propose(let proposal):
        if try book.take(proposal, from: origin, &turn) { advance(&turn) }
      case .rollBack(let change, let reason):
        try book.rollBack(change, by: origin, reason: reason, &turn)
        advance(&turn)
      case .cancelChange(let change, let reason):
        try book.cancel(change, by: origin, reason: reason, &turn)
      case .apply, .switchVersion, .approve, .stop, .rearm, .startExperiment, .cancelExperiment:
        throw .notAuthorised("the optimizer takes no such request; it is for the \(command.recipient)")
      }
      return nil
    } catch {
      return error
    }
  }

  /// Sends what is due, one request at a time.
  private mutating func advance(_ turn: inout Reaction) {
    send(book.nextRequest(fence: desk.epoch, &turn), &turn)
  }

  private mutating func send(_ request: Command?, _ turn: inout Reaction) {
    guard let request else { return }
    turn.effects.append(desk.send(request))
  }

  /// Says which steps are to come, whenever that has changed.
  private mutating func tellPlans(_ turn: inout Reaction) {
    guard let plans = book.queue.plans.tell(book.queue.stepsToCome(trader)) else { return }
    turn.effects.append(.publish(.plans(plans)))
  }

  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    var turn = Reaction(time: time, trader: trader)
    book.goOn(after: loss, &turn)
    tellPlans(&turn)
    return turn.effects
  }

  /// The other events of this stream are the steps to come, which nobody acts on.
  package static func standIn(for loss: MemoryLoss, number: Int64) -> Event? { .plans(Plans()) }
}
