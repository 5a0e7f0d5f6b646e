/// A fact that a process publishes. Who says what is fixed: see `speaker`.
///
/// Durable events are numbered without gaps and can be asked for again; the others (`isDurable` false) show the
/// present and are replaced by the next one. What comes by the minute lies in the value itself, the rest is boxed: an
/// event is copied once for every listener.
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
  /// What came of the grid levels that the price reached in the minute; before its `minute`, where there were any.
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

  package var speaker: Role {
    switch self {
    case .quotes, .tradeOpened, .tradeClosed, .account, .safety, .configurationApplied, .configurationRefused,
      .incident, .entries, .minute:
      .trader
    case .metrics, .alert: .monitor
    case .measurement, .experiment: .experimenter
    case .decision, .report: .controller
    case .change, .plans: .optimizer
    }
  }

  /// Whether the event is numbered, kept and served again.
  package var isDurable: Bool {
    switch self {
    case .metrics, .report: false
    default: true
    }
  }

  /// Whether the event belongs in the speaker's journal: decisions, trades and alarms, never quotes.
  package var isJournalled: Bool {
    switch self {
    case .quotes, .account, .entries, .minute, .metrics, .report: false
    default: true
    }
  }
}
