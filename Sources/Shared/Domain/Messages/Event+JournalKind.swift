extension Event {
  /// The word under which the event stands in a journal.
  package var journalKind: String {
    switch self {
    case .quotes: "quotes"
    case .tradeOpened: "tradeOpened"
    case .tradeClosed: "tradeClosed"
    case .account: "account"
    case .safety: "safety"
    case .configurationApplied: "configurationApplied"
    case .configurationRefused: "configurationRefused"
    case .incident: "incident"
    case .entries: "entries"
    case .minute: "minute"
    case .metrics: "metrics"
    case .alert: "alert"
    case .measurement: "measurement"
    case .experiment: "experiment"
    case .decision: "decision"
    case .report: "report"
    case .change: "change"
    case .plans: "plans"
    }
  }
}
