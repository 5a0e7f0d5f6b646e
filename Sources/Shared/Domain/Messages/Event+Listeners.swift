extension Event {
  /// The processes whose cores take this event as an input, in the order of their phases.
  ///
  /// Live processes and in-process runs deliver by this one table, so both show every core the same inputs.
  package var listeners: [Role] {
    switch self {
    case .quotes: Self.watchers
    case .tradeOpened, .tradeClosed, .safety, .configurationApplied, .configurationRefused, .minute: Self.everyone
    case .account: Self.accountWatchers
    case .incident: Self.accountWatchers
    case .entries: Self.optimizerOnly
    case .alert: Self.controllerOnly
    case .measurement: Self.judges
    case .experiment: Self.judges
    case .change: Self.changeWatchers
    case .metrics, .decision, .report, .plans: []
    }
  }

  // Kept as constants: the table is read for every event of a replay.
  private static let everyone: [Role] = [.monitor, .experimenter, .controller, .optimizer]
  private static let watchers: [Role] = [.monitor, .experimenter]
  private static let accountWatchers: [Role] = [.monitor, .controller]
  private static let controllerOnly: [Role] = [.controller]
  private static let optimizerOnly: [Role] = [.optimizer]
  private static let judges: [Role] = [.controller, .optimizer]
  private static let changeWatchers: [Role] = [.experimenter, .controller]
}

extension Role {
  /// The processes whose events this one takes as inputs, in order of rank.
  package var sources: [Role] {
    switch self {
    case .trader: []
    case .monitor: [.trader]
    case .experimenter: [.trader, .optimizer]
    case .controller: [.trader, .monitor, .experimenter, .optimizer]
    case .optimizer: [.trader, .experimenter]
    }
  }

  /// The process whose phase in a market minute comes right before this one's.
  package var predecessor: Role {
    switch self {
    case .trader: .optimizer
    case .monitor: .trader
    case .experimenter: .monitor
    case .controller: .experimenter
    case .optimizer: .controller
    }
  }

  /// The processes whose end of a minute this one must know of before it can run its own, and the trader.
  package var awaited: [Role] {
    Role.allCases.filter { $0 != self && ($0 == .trader || $0 == predecessor || sources.contains($0)) }
  }
}
