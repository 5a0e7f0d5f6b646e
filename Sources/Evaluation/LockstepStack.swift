package import AdaptiveController
package import Domain
package import ExperimentEngine
package import GridTrading
package import LiveOptimizer
package import RealTimeMonitor
package import ReferenceBot

/// The five cores in one process under virtual time, in the order of phases that lockstep prescribes.
///
/// A market minute runs trader, monitor, experimenter, controller, optimizer. What is sent forward is read in the same
/// minute, what is sent backward in the next; within one sender events come before commands. The processes deliver in the
/// same order, which is why both decide the same.
package struct LockstepStack: Sendable, Codable {
  package private(set) var trader: Trader
  package private(set) var monitor: RealTimeMonitor
  package private(set) var experimenter: ExperimentEngine
  package private(set) var controller: AdaptiveController
  package private(set) var optimizer: LiveOptimizer
  private var inboxes: [[Input]] = Array(repeating: [], count: Role.allCases.count)
  private var minute: Int64 = 0
  private var epoch: Int64 = 1

  package init(
    trader: Trader, monitor: RealTimeMonitor, experimenter: ExperimentEngine, controller: AdaptiveController,
    optimizer: LiveOptimizer
  ) {
    self.trader = trader
    self.monitor = monitor
    self.experimenter = experimenter
    self.controller = controller
    self.optimizer = optimizer
  }

  /// Sends `started` to every core, in the order of phases.
  ///
  /// - Parameter observe: sees every published event with its speaker's market time.
  package mutating func start(observe: (Event, MarketTime) -> Void) {
    for role in Role.allCases {
      route(step(role, Input(time: .origin, content: .started(epoch: 1))), from: role, observe: observe)
    }
  }

  /// Restarts one process between two minutes, as after a crash: its state is on the disk, and it gets `started` again.
  package mutating func restart(_ role: Role, observe: (Event, MarketTime) -> Void) {
    epoch += 1
    route(
      step(role, Input(time: trader.time, content: .started(epoch: epoch))), from: role, observe: observe)
  }

  /// Puts a person's command where the next phase of its recipient finds it.
  package mutating func submit(_ command: Command, id: String, by name: String) {
    let input = Input(time: trader.time, content: .command(id: id, command, from: .person(name)))
    inboxes[command.recipient.rank].insert(input, at: 0)
  }

  /// Runs one market minute.
  package mutating func run(_ batch: QuoteBatch, observe: (Event, MarketTime) -> Void) {
    minute += 1
    var effects = deliver(to: .trader)
    effects += trader.receive(Input(time: trader.time, content: .event(.quotes(batch))))
    effects += trader.receive(Input(time: trader.time, content: .endOfMinute(minute)))
    route(effects, from: .trader, observe: observe)
    for role in Role.allCases.dropFirst() {
      var effects = deliver(to: role)
      effects += step(role, Input(time: trader.time, content: .endOfMinute(minute)))
      route(effects, from: role, observe: observe)
    }
  }

  private mutating func deliver(to role: Role) -> [Effect] {
    guard !inboxes[role.rank].isEmpty else { return [] }
    var inputs: [Input] = []
    swap(&inputs, &inboxes[role.rank])
    var effects: [Effect] = []
    for input in inputs {
      let happened = step(role, input)
      if !happened.isEmpty { effects += happened }
    }
    // Nothing is routed meanwhile, so the box is empty and takes its old storage back.
    inputs.removeAll(keepingCapacity: true)
    swap(&inputs, &inboxes[role.rank])
    return effects
  }

  private mutating func step(_ role: Role, _ input: Input) -> [Effect] {
    switch role {
    case .trader: trader.receive(input)
    case .monitor: monitor.receive(input)
    case .experimenter: experimenter.receive(input)
    case .controller: controller.receive(input)
    case .optimizer: optimizer.receive(input)
    }
  }

  /// Who takes a kind, in the order of phases.
  private static let listeners: [EventKind: [Role]] = {
    let hears = [
      (RealTimeMonitor.role, RealTimeMonitor.hears), (ExperimentEngine.role, ExperimentEngine.hears),
      (AdaptiveController.role, AdaptiveController.hears), (LiveOptimizer.role, LiveOptimizer.hears),
    ]
    let listed = EventKind.allCases.map { kind in (kind, hears.filter { $0.1.contains(kind) }.map(\.0)) }
    return Dictionary(uniqueKeysWithValues: listed)
  }()

  private mutating func route(_ effects: [Effect], from sender: Role, observe: (Event, MarketTime) -> Void) {
    guard !effects.isEmpty else { return }
    for case .publish(let event) in effects {
      observe(event, trader.time)
      for listener in Self.listeners[event.kind] ?? [] {
        inboxes[listener.rank].append(Input(time: trader.time, content: .event(event)))
      }
    }
    for case .send(let id, let command) in effects {
      let input = Input(time: trader.time, content: .command(id: id, command, from: .role(sender)))
      inboxes[command.recipient.rank].append(input)
    }
  }
}

/// The quotes of a series minute by minute, as lockstep takes them.
package struct MarketMinutes: Sequence, IteratorProtocol {
  private let series: QuoteSeries
  /// Quotes given so far.
  package private(set) var position = 0

  package init(_ series: QuoteSeries) {
    self.series = series
  }

  package mutating func next() -> [Quote]? {
    guard position < series.count else { return nil }
    let minute = Self.number(series.times[position])
    var quotes: [Quote] = []
    quotes.reserveCapacity(4)
    while position < series.count, Self.number(series.times[position]) == minute {
      quotes.append(series[position])
      position += 1
    }
    return quotes
  }

  private static func number(_ time: Int64) -> Int64 { time / MarketTime.minute }
}
