/// The kinds of events. What is fixed for a kind stands in its row here and nowhere else; who takes it as an input, each
/// core says itself (`Core.hears`).
package enum EventKind: String, CaseIterable, Hashable, Sendable, Codable {
  case quotes, tradeOpened, tradeClosed, account, safety, configurationApplied, configurationRefused, incident, entries
  case minute
  case metrics, alert
  case measurement, experiment
  case decision, report
  case change, plans

  /// How long an event is remembered.
  package enum Keeping: Hashable, Sendable {
    /// It shows the present and is replaced by the next one of its topic.
    case transient
    /// It is numbered without gaps, kept, and served again on request.
    case durable
    /// It is durable and stands in its speaker's journal, under the kind's name.
    case journalled
  }

  /// What is fixed for a kind.
  package struct Row: Hashable, Sendable {
    /// The only process that publishes it.
    package let speaker: Role
    package let keeping: Keeping
    /// The first word of its topic.
    package let topicWord: String

    init(_ speaker: Role, _ keeping: Keeping, topic word: String) {
      self.speaker = speaker
      self.keeping = keeping
      topicWord = word
    }
  }

  package var row: Row {
    switch self {
    case .quotes: Row(.trader, .durable, topic: "quote")
    case .tradeOpened: Row(.trader, .journalled, topic: "trade")
    case .tradeClosed: Row(.trader, .journalled, topic: "trade")
    case .account: Row(.trader, .durable, topic: "account")
    case .safety: Row(.trader, .journalled, topic: "safety")
    case .configurationApplied: Row(.trader, .journalled, topic: "parameters")
    case .configurationRefused: Row(.trader, .journalled, topic: "parameters")
    case .incident: Row(.trader, .journalled, topic: "incident")
    case .entries: Row(.trader, .durable, topic: "entries")
    case .minute: Row(.trader, .durable, topic: "minute")
    case .metrics: Row(.monitor, .transient, topic: "metrics")
    case .alert: Row(.monitor, .journalled, topic: "alert")
    case .measurement: Row(.experimenter, .journalled, topic: "measurement")
    case .experiment: Row(.experimenter, .journalled, topic: "experiment")
    case .decision: Row(.controller, .journalled, topic: "decision")
    case .report: Row(.controller, .transient, topic: "report")
    case .change: Row(.optimizer, .journalled, topic: "change")
    case .plans: Row(.optimizer, .journalled, topic: "plans")
    }
  }

  package var speaker: Role { row.speaker }
  package var isDurable: Bool { row.keeping != .transient }
  package var isJournalled: Bool { row.keeping == .journalled }
}
