/// A fact that a process publishes. Who publishes it, and how long it is kept, is fixed by its kind (`EventKind`).
///
/// What comes by the minute lies in the value itself, the rest is boxed: an event is copied once for every listener.
package enum Event: Hashable, Sendable, Codable {
  // trader
  case quotes(QuoteBatch)
  indirect case tradeOpened(OpenTrade)
  indirect case tradeClosed(ClosedTrade)
  indirect case account(AccountState)
  indirect case safety(SafetyReport)
  indirect case configurationApplied(ConfigurationApplied)
  indirect case configurationRefused(ConfigurationRefused)
  indirect case incident(Incident)
  /// The outcome of the grid levels that the price reached in the minute; before its `minute`, where there were any.
  indirect case entries(EntrySummary)
  /// The market minute with this number is complete; the number rises by one a minute that had quotes.
  case minute(Int64)
  // monitor
  indirect case metrics(MetricsSnapshot)
  indirect case alert(Alert)
  // experimenter
  indirect case measurement(MeasurementReport)
  indirect case experiment(ExperimentReport)
  // controller
  indirect case decision(Decision)
  indirect case report(ControllerReport)
  // optimizer
  indirect case change(ChangeRecord)
  indirect case plans(Plans)

  package var kind: EventKind {
    switch self {
    case .quotes: .quotes
    case .tradeOpened: .tradeOpened
    case .tradeClosed: .tradeClosed
    case .account: .account
    case .safety: .safety
    case .configurationApplied: .configurationApplied
    case .configurationRefused: .configurationRefused
    case .incident: .incident
    case .entries: .entries
    case .minute: .minute
    case .metrics: .metrics
    case .alert: .alert
    case .measurement: .measurement
    case .experiment: .experiment
    case .decision: .decision
    case .report: .report
    case .change: .change
    case .plans: .plans
    }
  }

  package var isDurable: Bool { kind.isDurable }
  package var isJournalled: Bool { kind.isJournalled }
}
