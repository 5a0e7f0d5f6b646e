/// A fact that a process publishes. Who says what is fixed: see `speaker`.
///
/// Durable events are numbered without gaps and can be asked for again; the others (`isDurable` false) show the
/// present and are replaced by the next one.
package enum Event: Hashable, Sendable, Codable {
  // trader
  case quotes(QuoteBatch)
  case tradeOpened(OpenTrade)
  case tradeClosed(ClosedTrade)
  case account(AccountState)
  case safety(SafetyReport)
  case configurationApplied(ConfigurationApplied)
  case configurationRefused(ConfigurationRefused)
  case incident(Incident)
  /// The market minute with this number is complete; the number rises by one a minute that had quotes.
  case minute(Int64)
  // monitor
  case metrics(MetricsSnapshot)
  case alert(Alert)
  // experimenter
  case measurement(MeasurementReport)
  case experiment(ExperimentReport)
  // controller
  case decision(Decision)
  case report(ControllerReport)
  // optimizer
  case change(ChangeRecord)

  package var speaker: Role {
    switch self {
    case .quotes, .tradeOpened, .tradeClosed, .account, .safety, .configurationApplied, .configurationRefused,
      .incident, .minute:
      .trader
    case .metrics, .alert: .monitor
    case .measurement, .experiment: .experimenter
    case .decision, .report: .controller
    case .change: .optimizer
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
    case .quotes, .account, .minute, .metrics, .report: false
    default: true
    }
  }
}
