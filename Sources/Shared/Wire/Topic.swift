package import Domain

/// The text by which a published message is found: `trade.BOT.EURUSD.closed`, `metrics.BOT.EURUSD.window100`.
///
/// Kind first, then bot, symbol (where the message has one) and detail. It is built here and nowhere else. Names may
/// hold dots, so nobody takes a topic apart: what it says stands in the header and the body.
package struct Topic: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package init(_ event: Event, bot: BotName, symbol: Symbol?) {
    let (kind, detail) = Self.words(of: event)
    text = [kind, bot.text, symbol?.name, detail].compactMap(\.self).joined(separator: ".")
  }

  package init(beatOf role: Role) {
    text = "beat.\(role.rawValue)"
  }

  package init(_ payload: Envelope.Payload, bot: BotName, symbol: Symbol?) {
    switch payload {
    case .event(let event): self.init(event, bot: bot, symbol: symbol)
    case .beat(let beat): self.init(beatOf: beat.role)
    }
  }

  package var description: String { text }

  private static func words(of event: Event) -> (kind: String, detail: String?) {
    switch event {
    case .quotes: ("quote", nil)
    case .tradeOpened: ("trade", "opened")
    case .tradeClosed: ("trade", "closed")
    case .account: ("account", nil)
    case .safety: ("safety", nil)
    case .configurationApplied: ("parameters", "applied")
    case .configurationRefused: ("parameters", "refused")
    case .incident(let incident): ("incident", incident.kind.rawValue)
    case .minute: ("minute", nil)
    case .metrics(let metrics): ("metrics", metrics.window.topicWord)
    case .alert(let alert): ("alert", alert.kind.rawValue)
    case .measurement: ("measurement", nil)
    case .experiment: ("experiment", nil)
    case .decision: ("decision", nil)
    case .report: ("report", nil)
    case .change: ("change", nil)
    }
  }
}
