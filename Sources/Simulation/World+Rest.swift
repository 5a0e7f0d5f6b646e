import Domain
import LiveOptimizer
import ReferenceBot
import Runtime
import TraderRuntime

extension World {
  /// After the calm time: everything has converged.
  func judgeRest() {
    guard let bot = trader.trader else { return judge.find(.notConverged, now, "the trader is not running") }
    if bot.level > .active, !bot.trips.all.contains(where: { $0.source == Role.monitor.rawValue }) {
      judge.find(.notConverged, now, "the bot is still \(bot.level.name), by \(bot.trips.all.map(\.id))")
    }
    if trader.loop?.life.waiting.isEmpty == false {
      judge.find(.notConverged, now, "the trader has not carried out a command that it acknowledged")
    }
    if bot.ledger.version != judge.version || bot.ledger.configuration != judge.configuration {
      judge.find(.changeLost, now, "the trader is at version \(bot.ledger.version), committed is \(judge.version)")
    }
    judge.compareClosedAway(now: now)
    judgeRest(of: monitor)
    judgeRest(of: experimenter)
    judgeRest(of: controller)
    judgeRest(of: optimizer)
    guard judge.violation == nil, let core = optimizer.core else { return }
    if core.inForce?.version != bot.ledger.version {
      judge.find(.notConverged, now, "the optimizer knows \(String(describing: core.inForce?.version))")
    }
    if let lost = core.live.first(where: { $0.stage == .staged }), bot.level == .active {
      judge.find(.notConverged, now, "change \(lost.id) is staged and nobody carries it out")
    }
    let experiments = Set(
      experimenter.disk.journalled.compactMap { if case .experiment(let report) = $0.event { report.id } else { nil } })
    if experiments.count > judge.experimentsAsked.count {
      judge.find(
        .commandCarriedOutTwice, now,
        "\(experiments.count) experiments, asked for were \(judge.experimentsAsked.count)")
    }
  }

  private func judgeRest<C: Core>(of node: CoreNode<C>) {
    guard judge.violation == nil else { return }
    if let unsettled = node.unsettled { return judge.find(.notConverged, now, "the \(node.role): \(unsettled)") }
    for source in C.sources {
      let told = source == .trader ? trader.loop?.life.sequence ?? 0 : sequence(of: source)
      if node.heads[source.rank] != told {
        judge.find(
          .notConverged, now,
          "the \(node.role) has read the \(source)'s stream to \(node.heads[source.rank]) of \(told)")
      }
    }
    for (sender, heard) in node.disk.heard {
      let journalled = journal(of: sender)
      let place = heard.sequence - (journalled.first?.sequence ?? 1)
      if !journalled.indices.contains(Int(place)) || journalled[Int(place)].event != heard.event {
        judge.find(.toldButNotStored, now, "the \(node.role) has taken event \(heard.sequence) of the \(sender)")
      }
    }
    for command in node.disk.promised where !knows(command) {
      judge.find(
        .commandLost, now, "\(command.id) of the \(node.role) has not reached the \(command.command.recipient)")
    }
    node.compareAtRest(now: now)
  }

  private func knows(_ command: OutgoingCommand) -> Bool {
    switch command.command.recipient {
    case .trader: trader.port.disk.answer(to: command.id) != nil || judge.stopsArrived.contains(command.id)
    case .monitor: monitor.disk.answer(to: command.id) != nil
    case .experimenter: experimenter.disk.answer(to: command.id) != nil
    case .controller: controller.disk.answer(to: command.id) != nil
    case .optimizer: optimizer.disk.answer(to: command.id) != nil
    }
  }

  private func sequence(of role: Role) -> Int64 {
    switch role {
    case .trader: trader.loop?.life.sequence ?? 0
    case .monitor: monitor.sequence
    case .experimenter: experimenter.sequence
    case .controller: controller.sequence
    case .optimizer: optimizer.sequence
    }
  }

  private func journal(of role: Role) -> [ToldEvent] {
    switch role {
    case .trader: trader.port.disk.log
    case .monitor: monitor.disk.journalled
    case .experimenter: experimenter.disk.journalled
    case .controller: controller.disk.journalled
    case .optimizer: optimizer.disk.journalled
    }
  }
}
